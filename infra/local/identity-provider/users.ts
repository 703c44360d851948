// The users who can sign in to the local stack.
export interface DemoUser {
  readonly sub: string;
  readonly name: string;
  readonly email: string;
  /** The tenant claim; Erin and Finn have none. */
  readonly org?: string;
  /** Administrators are those of their tenant, the stage's those of all tenants. */
  readonly role: "user" | "admin" | "stage-admin";
}

export const demoUsers: readonly DemoUser[] = [
  { sub: "ada", name: "Ada Acme", email: "ada@acme.example", org: "acme", role: "user" },
  { sub: "ben", name: "Ben Acme", email: "ben@acme.example", org: "acme", role: "user" },
  { sub: "cleo", name: "Cleo Globex", email: "cleo@globex.example", org: "globex", role: "user" },
  { sub: "dana", name: "Dana Acme", email: "dana@acme.example", org: "acme", role: "admin" },
  { sub: "erin", name: "Erin Alone", email: "erin@example.com", role: "user" },
  { sub: "finn", name: "Finn Stage", email: "finn@example.com", role: "stage-admin" },
];

export function findUser(sub: string): DemoUser | undefined {
  return demoUsers.find((user) => user.sub === sub);
}

/** A user's claims besides `sub`. */
export function getClaims(sub: string): Record<string, unknown> {
  const { sub: _, ...claims } = findUser(sub) ?? { sub };
  return claims;
}
