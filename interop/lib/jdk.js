import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { REPOSITORY } from './paths.js';

let home;

/** The home of the JDK that the gateway is built with. */
export function jdk() {
  if (home) return home;
  const { status, stdout, stderr } = spawnSync(join(REPOSITORY, 'bin/find-jdk'), { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr.trim());
  return (home = stdout.trim());
}
