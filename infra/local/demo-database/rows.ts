// The rows of a demo tenant: the same at every start, but for their dates, which are relative to now.
import { demoUsers } from "../identity-provider/users.ts";
import { familyNames, givenNames, otherNames, projectNames } from "./names.ts";
import { notes } from "./notes.ts";

/** How much a tenant has. */
export interface TenantSize {
  readonly org: string;
  readonly users: number;
  readonly projects: number;
  readonly activity: number;
}

export const tenantSizes: readonly TenantSize[] = [
  { org: "acme", users: 140, projects: 45, activity: 1800 },
  { org: "globex", users: 60, projects: 24, activity: 700 },
];

type Row = Readonly<Record<string, string | number | null>>;

/** Rows by table; the members that end in `_hours` say how long ago something was. */
export interface TenantRows {
  readonly users: readonly Row[];
  readonly projects: readonly Row[];
  readonly project_members: readonly Row[];
  readonly activity: readonly Row[];
  readonly notes: readonly Row[];
}

type Random = (below: number) => number;

/** A row of numbers that follows from a text. https://en.wikipedia.org/wiki/Linear_congruential_generator */
function createRandom(seed: string): Random {
  let state = [...seed].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 2_147_483_647, 7);
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}

const pick = <T>(random: Random, list: readonly T[]): T | undefined => list[random(list.length)];

export function buildTenantRows(size: TenantSize): TenantRows {
  const random = createRandom(size.org);
  const ids = (count: number) => Array.from({ length: count }, (_, at) => at + 1);
  const users = ids(size.users).map((id) => buildUser(random, size, id));
  const projects = ids(size.projects).map((id) => buildProject(random, size, id));
  const project_members = projects.flatMap(({ id }) => buildMembers(random, size, Number(id)));
  const activity = ids(size.activity).map((id) => buildActivity(random, size, id));
  return { users, projects, project_members, activity, notes: notes.filter(({ org }) => org === size.org) };
}

/** The demo's own users come first; the later the id, the younger the account, the last ones of this very day. */
function buildUser(random: Random, { org, users }: TenantSize, id: number): Row {
  const known = demoUsers.filter((user) => user.org === org)[id - 1];
  const written = id % 23 === 0 ? otherNames[(id / 23 - 1) % otherNames.length] : undefined;
  const name = known?.name ?? written ?? `${pick(random, givenNames)} ${pick(random, familyNames)}`;
  const role = known?.role ?? (id % 17 === 0 ? null : random(12) === 0 ? "admin" : "user");
  const email = known?.email ?? (id % 11 === 0 ? null : `user${id}@${org}.example`);
  return { org, id, name, email, role, created_hours: pickAgeHours(random, id, users) };
}

function buildProject(random: Random, { org, projects, users }: TenantSize, id: number): Row {
  const name = projectNames[(id - 1 + (org === "acme" ? 0 : 40)) % projectNames.length] ?? "";
  const status = pick(random, ["active", "active", "active", "on hold", "done", "archived"]) ?? "active";
  const owner_id = id % 13 === 0 ? null : random(users) + 1;
  return { org, id, name, status, owner_id, created_hours: pickAgeHours(random, id, projects) };
}

function buildMembers(random: Random, { org, users }: TenantSize, project_id: number): Row[] {
  // A few projects have nobody, and a few very many.
  const count = project_id % 14 === 0 ? 0 : project_id % 9 === 0 ? 25 : 2 + random(9);
  const chosen = new Set(Array.from({ length: count }, () => random(users) + 1));
  return [...chosen].map((user_id, at) => ({
    ...{ org, project_id, user_id, role: at === 0 ? "lead" : "member" },
    joined_hours: at % 8 === 7 ? null : random(2400),
  }));
}

const actions = ["comment.created", "file.uploaded", "issue.closed", "issue.created", "member.added", "status.changed"];

function buildActivity(random: Random, { org, users, projects }: TenantSize, id: number): Row {
  // The lower its number, the busier a project is.
  const project_id = id % 50 === 0 ? null : Math.min(random(projects), random(projects)) + 1;
  const user_id = id % 19 === 0 ? null : random(users) + 1;
  return { org, id, project_id, user_id, action: pick(random, actions) ?? "", created_hours: random(24 * 90) };
}

/** Hours since the beginning of the id-th of so many: two years for the first, and some of the last week, day and hour. */
function pickAgeHours(random: Random, id: number, count: number): number {
  const left = (count - id) / count;
  return Math.round(left * left * 24 * 730) + (id === count ? 0 : random(6));
}
