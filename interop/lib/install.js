import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SDKS } from './sdks.js';

/** Installs or builds a client unless its inputs are those of the last time. */
export function install(name) {
  const { directory, inputs, steps } = SDKS[name];
  const stamp = join(directory, '.installed');
  const wanted = digest(directory, globSync(inputs, { cwd: directory }).sort());
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;

  console.error(`Installing ${name}`);
  for (const [program, ...programArguments] of steps()) {
    const { error, status, stderr, stdout } = spawnSync(program, programArguments, {
      cwd: directory,
      encoding: 'utf8',
    });
    if (error?.code === 'ENOENT')
      throw new Error(`${name} needs ${program}, which was not found (or leave it out: --sdk)`);
    if (error) throw error;
    if (status !== 0) throw new Error(`${program} ${programArguments.join(' ')} failed:\n${stdout}${stderr}`);
  }
  writeFileSync(stamp, wanted);
}

function digest(directory, files) {
  const hash = createHash('sha256');
  for (const file of files) hash.update(`${file}\0`).update(readFileSync(join(directory, file)));
  return hash.digest('hex');
}
