// Child processes, each with its own process group: a Ctrl-C in the terminal reaches only this process, which stops the groups.
import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { createRefusal } from "./command-refusal.ts";

export interface ChildOptions {
  /** The child's whole environment; nothing is inherited. */
  readonly env: Record<string, string>;
  readonly logFile: string;
  readonly cwd?: string;
  /** The user of the child, where it must not be this process's. */
  readonly user?: { readonly uid: number; readonly gid: number };
}

export interface Child {
  /** Resolves with the exit code, -1 when a signal ended it or it could not start. */
  readonly exited: Promise<number>;
  stop(): Promise<void>;
}

const runningChildren = new Set<ChildProcess>();
process.once("exit", () => {
  for (const child of runningChildren) signalGroup(child, "SIGKILL");
});

/** Starts a process that writes its output to a file. Its standard input is a pipe that closes when this process ends. */
export function startChild(command: string, args: readonly string[], options: ChildOptions): Child {
  mkdirSync(dirname(options.logFile), { recursive: true });
  const log = openSync(options.logFile, "w");
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: options.env,
    detached: true,
    stdio: ["pipe", log, log],
    ...options.user,
  });
  closeSync(log);
  runningChildren.add(child);
  const exited = new Promise<number>((resolve) => {
    child.once("error", () => resolve(-1));
    child.once("exit", (code) => resolve(code ?? -1));
  });
  void exited.then(() => runningChildren.delete(child));
  return { exited, stop: () => stopChild(child, exited) };
}

/** Runs a command and waits for its end. @throws a refusal with the last lines of its output when it fails */
export async function runChild(command: string, args: readonly string[], options: ChildOptions): Promise<void> {
  const code = await startChild(command, args, options).exited;
  if (code === 0) return;
  throw createRefusal(
    `${command.split("/").at(-1)} ${args[0]} failed (its whole output: ${options.logFile}):\n${await readLastLines(options.logFile)}`,
  );
}

/** The last lines of a log file. */
export async function readLastLines(file: string, lines = 20): Promise<string> {
  return (await readFile(file, "utf8")).trimEnd().split("\n").slice(-lines).join("\n");
}

/** Sends a signal to every running child and its descendants. */
export function signalChildren(signal: NodeJS.Signals): void {
  for (const child of runningChildren) signalGroup(child, signal);
}

/** Stops every running child. */
export async function stopChildren(): Promise<void> {
  await Promise.all(
    [...runningChildren].map((child) => stopChild(child, new Promise((resolve) => child.once("exit", resolve)))),
  );
}

async function stopChild(child: ChildProcess, exited: Promise<unknown>): Promise<void> {
  if (!runningChildren.has(child)) return;
  signalGroup(child, "SIGTERM");
  const killTimer = setTimeout(() => signalGroup(child, "SIGKILL"), 3000);
  await exited;
  clearTimeout(killTimer);
  // Processes that the child started may still run.
  signalGroup(child, "SIGKILL");
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The group has ended.
  }
}
