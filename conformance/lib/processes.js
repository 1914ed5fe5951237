import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 100;
const END_MS = 10_000;

/** A child process with its own log file and its own process group, so that ending it ends what it started. */
export class Child {
  static #running = new Set();

  #process;
  #name;
  #log;

  /** Starts a program with its arguments; both outputs go to the log file. */
  constructor(name, [program, ...programArguments], { cwd, env, log }) {
    const output = openSync(log, 'w');
    this.#process = spawn(program, programArguments, { cwd, env, detached: true, stdio: ['ignore', output, output] });
    closeSync(output);
    this.#process.once('error', (error) => (this.startError = error));
    this.#name = name;
    this.#log = log;
    Child.#running.add(this);
  }

  get #hasEnded() {
    return this.startError !== undefined || this.#process.exitCode !== null || this.#process.signalCode !== null;
  }

  /** Waits until `probe` gives something; a child that ends first, or is not ready in time, is an error with its last words. */
  async until(probe, timeoutMs) {
    for (const end = Date.now() + timeoutMs; Date.now() < end; await sleep(POLL_MS)) {
      const found = await probe(this.logged());
      if (found) return found;
      if (this.#hasEnded) throw this.#failure(`${this.#name} ended before it was ready`);
    }
    throw this.#failure(`${this.#name} was not ready within ${timeoutMs / 1000} s`);
  }

  /** Waits for the end and gives the exit code; undefined when that takes too long, and then the child is ended. */
  async exitCode(timeoutMs) {
    const late = sleep(timeoutMs, 'late', { ref: false });
    const ended = this.#hasEnded ? 'ended' : await Promise.race([once(this.#process, 'exit'), late]);
    if (ended === 'late') await this.end();
    return ended === 'late' ? undefined : this.#process.exitCode;
  }

  /** Asks the process group to end, and after ten seconds makes it. */
  async end() {
    if (!this.#hasEnded) {
      const ended = once(this.#process, 'exit');
      this.#signal('SIGTERM');
      if ((await Promise.race([ended, sleep(END_MS, 'late', { ref: false })])) === 'late') {
        this.#signal('SIGKILL');
        await ended;
      }
    }
    Child.#running.delete(this);
  }

  /** Ends every child that is still there. */
  static async endAll() {
    await Promise.all([...Child.#running].map((child) => child.end()));
  }

  logged() {
    return readFileSync(this.#log, 'utf8');
  }

  #signal(name) {
    try {
      process.kill(-this.#process.pid, name);
    } catch (error) {
      if (error.code !== 'ESRCH') throw error;
    }
  }

  #failure(message) {
    const lastWords = this.startError?.message ?? this.logged().trim().split('\n').slice(-5).join('\n  ');
    return new Error(`${message} (log: ${this.#log})${lastWords && `\n  ${lastWords}`}`);
  }
}

/** A port of 127.0.0.1 that was free a moment ago. */
export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

/** Whether something accepts connections on a port of 127.0.0.1. */
export function accepts(port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('error', () => resolve(false));
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
  });
}
