import { existsSync, globSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const NEEDED = 25;

/** The home of a JDK that is new enough: JAVA_HOME, or one where systems usually keep them. */
export function jdk() {
  const homes = [
    process.env.JAVA_HOME,
    ...globSync('/usr/lib/jvm/*'),
    ...globSync(join(homedir(), '.sdkman/candidates/java/*')),
    ...globSync('/Library/Java/JavaVirtualMachines/*/Contents/Home'),
  ];
  const home = homes.find((home) => home && release(home) >= NEEDED && existsSync(join(home, 'bin/javac')));
  if (!home) throw new Error(`JDK ${NEEDED} or later was not found: set JAVA_HOME`);
  return home;
}

function release(home) {
  const file = join(home, 'release');
  return existsSync(file) ? Number(readFileSync(file, 'utf8').match(/^JAVA_VERSION="(\d+)/m)?.[1]) : 0;
}
