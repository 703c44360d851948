// What could go wrong with a database that was set up, by people or by an attacker.

/** What goes wrong, how it is made right again, and what the check must say. */
export const databaseMistakes: Readonly<Record<string, readonly [wrong: string, right: string, said: RegExp]>> = {
  "a table that PUBLIC may read": [
    "grant usage on schema app to public; grant select on app.users to public",
    "revoke usage on schema app from public; revoke select on app.users from public",
    /MISSING .*app\.users/,
  ],
  "a single column that the reader may read": [
    "grant usage on schema oauth to patchbay_reader; grant select (access_token) on oauth.oauth_tokens to patchbay_reader",
    "revoke usage on schema oauth from patchbay_reader; revoke all (access_token) on oauth.oauth_tokens from patchbay_reader",
    /MISSING .*oauth\.oauth_tokens/,
  ],
  "a table of keys that can be read": [
    "grant usage on schema patchbay to patchbay_reader; grant select on patchbay.context_keys to patchbay_reader",
    "revoke usage on schema patchbay from patchbay_reader; revoke select on patchbay.context_keys from patchbay_reader",
    /MISSING .*patchbay\.context_keys[\s\S]*MISSING .*read the keys of contexts/,
  ],
  "a membership": [
    "grant pg_read_all_data to patchbay_reader",
    "revoke pg_read_all_data from patchbay_reader",
    /MISSING .*member.*pg_read_all_data/,
  ],
  "a superuser": [
    "alter role patchbay_reader superuser",
    "alter role patchbay_reader nosuperuser",
    /MISSING .*attributes.*superuser/,
  ],
  "a role that sees through policies": [
    "alter role patchbay_reader bypassrls",
    "alter role patchbay_reader nobypassrls",
    /MISSING .*bypassrls/,
  ],
  "a view without its barrier": [
    "alter view patchbay_views.users reset (security_barrier)",
    "alter view patchbay_views.users set (security_barrier = true)",
    /MISSING .*Views are missing.*users/,
  ],
  "a view that lets rows of others through": [
    "create or replace view patchbay_views.notes with (security_barrier = true) as select id, title, body, created_at from app.notes",
    "create or replace view patchbay_views.notes with (security_barrier = true) as select id, title, body, created_at from app.notes where org = (select patchbay.tenant()) and owner = (select patchbay.user_id())",
    /MISSING .*Rows are visible.*notes \(to a tenant that there is not\), notes \(without a context\)/,
  ],
  "a view that nobody configured": [
    "create view patchbay_views.more as select * from app.users; grant select on patchbay_views.more to patchbay_reader",
    "drop view patchbay_views.more",
    /MISSING .*has what the stage's file has not: more/,
  ],
  "a view that can be written": [
    "grant delete on patchbay_views.users to patchbay_reader",
    "revoke delete on patchbay_views.users from patchbay_reader",
    /MISSING .*can be written.*users/,
  ],
  "a function that believes everything": [
    "alter function patchbay.tenant() rename to tenant_before; create function patchbay.tenant() returns text language sql stable security definer set search_path = pg_catalog, pg_temp as $$ select 'patchbay-check'::text $$; grant execute on function patchbay.tenant() to patchbay_reader",
    "drop function patchbay.tenant(); alter function patchbay.tenant_before() rename to tenant",
    /MISSING .*believes contexts/,
  ],
  "a function without a fixed search path": [
    "alter function patchbay.verified_context() reset search_path",
    "alter function patchbay.verified_context() set search_path = pg_catalog, pg_temp",
    /MISSING .*Functions are missing or changed.*verified_context/,
  ],
  "a function with its owner's rights": [
    "create function public.all_tokens() returns setof oauth.oauth_tokens language sql security definer as 'select * from oauth.oauth_tokens'",
    "drop function public.all_tokens()",
    /MISSING .*owner's rights.*public\.all_tokens\(\)/,
  ],
  "default privileges": [
    "alter default privileges in schema app grant select on tables to public",
    "alter default privileges in schema app revoke select on tables from public",
    /MISSING .*made later.*app/,
  ],
  "a schema to create in": [
    "grant create on schema app to patchbay_reader",
    "revoke create on schema app from patchbay_reader",
    /MISSING .*create in schemas.*app/,
  ],
  "an object of the reader's": [
    "grant create on schema app to patchbay_reader; set role patchbay_reader; set default_transaction_read_only = off; create table app.mine (); reset role; revoke create on schema app from patchbay_reader",
    "drop table app.mine",
    /MISSING .*owns objects.*pg_class/,
  ],
  "a default to write": [
    "alter role patchbay_reader reset default_transaction_read_only",
    "alter role patchbay_reader set default_transaction_read_only = on",
    /MISSING .*default_transaction_read_only/,
  ],
  "a clock or key that differs": [
    "create table patchbay.kept as table patchbay.context_keys; delete from patchbay.context_keys",
    "insert into patchbay.context_keys table patchbay.kept; drop table patchbay.kept",
    /MISSING .*does not believe what the Lambdas sign/,
  ],
  "a column that was dropped": [
    "alter table app.users rename column email to mail",
    "alter table app.users rename column mail to email",
    /MISSING .*app\.users has no column email/,
  ],
  "activity that is shown": [
    "alter role patchbay_reader reset track_activities",
    "alter role patchbay_reader set track_activities = off",
    /open .*track_activities/,
  ],
  "an extension that shows what others ask": [
    "create extension pg_stat_statements schema public",
    "drop extension pg_stat_statements",
    /open .*Tables of extensions can be read.*public\.pg_stat_statements/,
  ],
  "an extension that reaches other servers": [
    "create extension dblink schema public",
    "drop extension dblink",
    /open .*Functions of extensions.*dblink/,
  ],
  "a foreign server": [
    "create extension postgres_fdw; create server elsewhere foreign data wrapper postgres_fdw; grant usage on foreign server elsewhere to public",
    "drop extension postgres_fdw cascade",
    /MISSING .*Foreign servers.*elsewhere/,
  ],
};
