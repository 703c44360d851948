// The login that questions are answered as: it inherits nothing, may read the views, and is read-only and short of time by itself.
import { type DatabaseStage, isThroughProxy } from "../../config/mcp.ts";
import { readerRole, viewSchema } from "../names.ts";
import { quoteText } from "../quote.ts";

/** Settings that every user may have. A session of the role can change them: the rights, not these, hold what is private. */
const settings = (seconds: number): Readonly<Record<string, string>> => ({
  default_transaction_read_only: "on",
  statement_timeout: `${seconds}s`,
  lock_timeout: "1s",
  idle_in_transaction_session_timeout: `${seconds + 5}s`,
  max_parallel_workers_per_gather: "0",
});

/** Settings that only a superuser may give. Without the first, one tenant's running SQL is visible to another's. */
const superuserSettings: Readonly<Record<string, string>> = {
  track_activities: "off",
  temp_file_limit: "256MB",
};

/** @param seconds that a statement may take */
export const planRole = (seconds: number): string[] => [
  `do $$ begin
  if not exists (select from pg_catalog.pg_roles where rolname = ${quoteText(readerRole)}) then
    create role ${readerRole} login noinherit;
  end if;
end $$`,
  `alter role ${readerRole} login noinherit`,
  ...Object.entries(settings(seconds)).map(
    ([name, value]) => `alter role ${readerRole} set ${name} = ${quoteText(value)}`,
  ),
  // Temporary tables come last: one could otherwise stand before a view.
  `alter role ${readerRole} set search_path = ${viewSchema}, pg_catalog, pg_temp`,
  ...Object.entries(superuserSettings).map(([name, value]) => setAsSuperuser(name, value)),
];

/** Does nothing for an operator who is no superuser: the check afterwards says so. */
const setAsSuperuser = (name: string, value: string) => `do $$ begin
  alter role ${readerRole} set ${name} = ${quoteText(value)};
exception when insufficient_privilege then null;
end $$`;

/**
 * With `rds_iam` a role's login is an IAM token, and a password is none. A proxy has its own login: what is there stays as it is.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.DBAccounts.html
 */
export const planIam = ({ connection }: Pick<DatabaseStage, "connection">): string[] => {
  if (isThroughProxy(connection)) return [];
  const change = connection.adapter === "pg" ? `grant rds_iam to ${readerRole}` : `revoke rds_iam from ${readerRole}`;
  return [
    `do $$ begin
  if exists (select from pg_catalog.pg_roles where rolname = 'rds_iam') then
    ${change};
  end if;
end $$`,
  ];
};

/** For a database that not everyone may connect to. */
export const planConnect = `do $$ begin
  if not pg_catalog.has_database_privilege(${quoteText(readerRole)}, pg_catalog.current_database(), 'connect') then
    execute pg_catalog.format('grant connect on database %I to ${readerRole}', pg_catalog.current_database());
  end if;
end $$`;
