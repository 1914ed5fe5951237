import { join } from 'node:path';
import { CLIENTS, REPOSITORY } from './paths.js';
import { jdk } from './jdk.js';

const LEGACY = [
  { transport: 'http', era: 'legacy' },
  { transport: 'sse', era: 'legacy' },
];
const BOTH = [{ transport: 'http', era: 'modern' }, ...LEGACY];

const typescript = (name, rows) => ({
  rows,
  directory: join(CLIENTS, name),
  inputs: ['package.json', 'package-lock.json'],
  steps: () => [['npm', 'ci', '--no-audit', '--no-fund', '--loglevel=error']],
  command: () => [process.execPath, join(CLIENTS, name, 'client.js')],
});

const python = (name, rows) => ({
  rows,
  directory: join(CLIENTS, name),
  inputs: ['requirements.txt'],
  steps: () => [
    ['python3', '-m', 'venv', '--clear', '.venv'],
    ['.venv/bin/pip', 'install', '--quiet', '--disable-pip-version-check', '--requirement', 'requirements.txt'],
  ],
  command: () => [join(CLIENTS, name, '.venv/bin/python'), join(CLIENTS, name, 'client.py')],
});

const go = {
  rows: BOTH,
  directory: join(CLIENTS, 'go'),
  inputs: ['go.*', '*.go'],
  steps: () => [['go', 'build', '-o', '.bin/client', '.']],
  command: () => [join(CLIENTS, 'go', '.bin/client')],
};

const java = {
  rows: LEGACY,
  directory: join(CLIENTS, 'java'),
  inputs: ['pom.xml', 'src/**/*.java'],
  steps: () => [['env', `JAVA_HOME=${jdk()}`, join(REPOSITORY, 'mvnw'), '--quiet', '--batch-mode', 'process-classes']],
  command: () => {
    const target = join(CLIENTS, 'java/target');
    return [
      join(jdk(), 'bin/java'),
      '-XX:TieredStopAtLevel=1',
      '-cp',
      `${target}/classes:${target}/lib/*`,
      'interop.Client',
    ];
  },
};

/** Each SDK: how it is installed, how its client is started, and over what it speaks which era. */
export const SDKS = {
  'typescript-1': typescript('typescript-1', LEGACY),
  'typescript-2': typescript('typescript-2', BOTH),
  'python-1': python('python-1', LEGACY),
  'python-2': python('python-2', BOTH),
  fastmcp: python('fastmcp', BOTH),
  go,
  java,
};

/** Every capability, in the order of the table, with the heading of its column. */
export const CAPABILITIES = {
  tools: 'tools',
  structured: 'struct',
  images: 'image',
  progress: 'progr',
  logging: 'log',
  sampling: 'sampl',
  elicitation: 'elicit',
  resources: 'resrc',
  templates: 'templ',
  prompts: 'prompt',
  completion: 'compl',
  subscriptions: 'subscr',
  cancellation: 'cancel',
  ping: 'ping',
};
