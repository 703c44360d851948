// A PostgreSQL server on this machine, for the local cloud and the tests. Its data is made anew at each start.
import { chown, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { type Child, readLastLines, runChild, startChild } from "../child.ts";
import { createRefusal } from "../command-refusal.ts";
import { findPostgresBinaries } from "./binaries.ts";
import { findServerUser } from "./server-user.ts";

export interface PostgresOptions {
  /** Everything the server writes; it is emptied first. */
  readonly directory: string;
  readonly port: number;
  /** Where `initdb` and `postgres` are; default: those of the npm package, version 18. */
  readonly binaries?: string;
}

export interface Postgres {
  readonly port: number;
  /** The superuser's address of a database. */
  adminUrl(database?: string): string;
  stop(): Promise<void>;
}

/** The superuser of a local server. */
export const localAdmin = { user: "admin", password: "sandbox-admin-password" } as const;

/** Starts the server and waits until it answers. @throws a refusal with the last lines of its log when it does not */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const { directory, port, binaries = await findPostgresBinaries() } = options;
  const data = join(directory, "data");
  const user = await findServerUser();
  const env = { PATH: process.env.PATH ?? "", LC_ALL: "C", TZ: "UTC" };
  const child = { env, cwd: directory, ...(user && { user }) };
  await emptyDirectory(directory, user);
  await createDataDirectory(binaries, data, { ...child, logFile: join(directory, "initdb.log") });
  const logFile = join(directory, "server.log");
  const server = startChild(
    "/bin/sh",
    ["-c", stopWithParent, "sh", join(binaries, "postgres"), "-D", data, ...listSettings(port)],
    { ...child, logFile },
  );
  const adminUrl = (database = "postgres") =>
    `postgres://${localAdmin.user}:${localAdmin.password}@127.0.0.1:${port}/${database}`;
  if (await waitUntilReady(logFile, server)) return { port, adminUrl, stop: server.stop };
  await server.stop();
  throw createRefusal(`PostgreSQL did not start (its whole log: ${logFile}):\n${await readLastLines(logFile)}`);
}

type ChildUser = Awaited<ReturnType<typeof findServerUser>>;

async function emptyDirectory(directory: string, user: ChildUser): Promise<void> {
  await rm(directory, { recursive: true, force: true });
  await mkdir(directory, { recursive: true });
  if (user) await chown(directory, user.uid, user.gid);
}

async function createDataDirectory(binaries: string, data: string, options: Parameters<typeof runChild>[2]) {
  const passwordFile = join(data, "../password");
  await writeFile(passwordFile, localAdmin.password);
  const names = ["--encoding=UTF8", "--locale=C", "--locale-provider=icu", "--icu-locale=und"];
  await runChild(
    join(binaries, "initdb"),
    [`--pgdata=${data}`, `--username=${localAdmin.user}`, `--pwfile=${passwordFile}`, "--auth=scram-sha-256"].concat(
      ...names,
      "--no-sync",
    ),
    options,
  );
}

/** On loopback only, with little memory, and without care for what a crash of the machine would lose. */
const listSettings = (port: number): string[] =>
  Object.entries({
    port,
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    max_connections: 40,
    shared_buffers: "16MB",
    max_wal_size: "64MB",
    min_wal_size: "32MB",
    wal_level: "minimal",
    max_wal_senders: 0,
    max_parallel_workers: 0,
    fsync: "off",
    synchronous_commit: "off",
    full_page_writes: "off",
    jit: "off",
    timezone: "UTC",
  }).flatMap(([name, value]) => ["-c", `${name}=${value}`]);

/** Runs a server until this shell is told to stop, or its standard input closes since the process that started it is gone. */
const stopWithParent = `
exec 3<&0
"$@" </dev/null 3<&- &
server=$!
trap 'kill -INT $server' TERM INT
(cat <&3 >/dev/null; kill -INT $server) 2>/dev/null &
exec 3<&-
wait $server || wait $server
`;

/** Reads the server's own log: on its port another one could answer. */
async function waitUntilReady(logFile: string, server: Child, timeoutMs = 60_000): Promise<boolean> {
  let hasExited = false;
  void server.exited.then(() => {
    hasExited = true;
  });
  const deadline = Date.now() + timeoutMs;
  while (!hasExited && Date.now() < deadline) {
    if ((await readFile(logFile, "utf8")).includes("ready to accept connections")) return true;
    await wait(30);
  }
  return false;
}
