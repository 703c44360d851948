import type { DatabaseFailure } from "./port.ts";

/** postgresql.org/docs/current/errcodes-appendix.html */
const failures: readonly (readonly [pattern: RegExp, failure: DatabaseFailure])[] = [
  // Canceled by statement_timeout, a lock that was not given in time, and the timeouts of transactions.
  [/^(57014|55P03|25P03|25P04)$/, "timeout"],
  // A read-only transaction, a missing right, a feature that the server or this role does not have.
  [/^(25006|25001|42501|0A000)$/, "refused"],
  // No connection, no such database or login, too many connections, a server that starts or stops.
  [/^(08...|28...|3D000|53300|57P0[1-5])$/, "unreachable"],
];

/** What a SQLSTATE means for the caller. */
export const mapSqlState = (state: string): DatabaseFailure =>
  failures.find(([pattern]) => pattern.test(state))?.[1] ?? "failed";
