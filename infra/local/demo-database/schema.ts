// The tables of the demo: those that questions are about, and some that nobody may ever read.

/** A table has rows of several tenants, and ids are unique within a tenant only. */
export const demoSchema = `
create schema app;
create table app.users (
  org text not null, id integer not null, name text not null, email text, role text, created_at timestamptz not null,
  primary key (org, id));
create table app.projects (
  org text not null, id integer not null, name text not null, status text not null, owner_id integer,
  created_at timestamptz not null,
  primary key (org, id), foreign key (org, owner_id) references app.users (org, id));
create table app.project_members (
  org text not null, project_id integer not null, user_id integer not null, role text not null, joined_at timestamptz,
  primary key (org, project_id, user_id),
  foreign key (org, project_id) references app.projects (org, id), foreign key (org, user_id) references app.users (org, id));
create table app.activity (
  org text not null, id bigint not null, project_id integer, user_id integer, action text not null,
  created_at timestamptz not null,
  primary key (org, id), foreign key (org, project_id) references app.projects (org, id));
create table app.notes (
  org text not null, id integer not null, owner text not null, title text, body text not null, created_at timestamptz not null,
  primary key (org, id));
create index on app.users (org, created_at);
create index on app.activity (org, project_id, created_at);

create schema oauth;
create table oauth.oauth_tokens (id integer primary key, user_id text, provider text, access_token text, refresh_token text);
create table public.oauth_tokens (like oauth.oauth_tokens including all);
create table public.oauth_state_tokens (state text primary key, user_id text, code_verifier text);
create table public.refresh_tokens (token_hash text primary key, user_id text);
`;

/** Rows of the tables that must stay unread. Their values stand out in any answer. */
export const forbiddenRows = `
insert into oauth.oauth_tokens values (1, 'ada', 'example', 'demo-secret-access-1', 'demo-secret-refresh-1');
insert into public.oauth_tokens values (1, 'ada', 'example', 'demo-secret-access-2', 'demo-secret-refresh-2');
insert into public.oauth_state_tokens values ('demo-secret-state', 'ada', 'demo-secret-verifier');
insert into public.refresh_tokens values ('demo-secret-hash', 'ada');
`;
