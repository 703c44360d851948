// The users who can sign in to the local stack.
export interface DemoUser {
  readonly sub: string;
  readonly name: string;
  readonly email: string;
  /** The tenant claim; Erin has none. */
  readonly org?: string;
  readonly role: "user" | "admin";
}

export const demoUsers: readonly DemoUser[] = [
  { sub: "ada", name: "Ada Acme", email: "ada@acme.example", org: "acme", role: "user" },
  { sub: "ben", name: "Ben Acme", email: "ben@acme.example", org: "acme", role: "user" },
  { sub: "cleo", name: "Cleo Globex", email: "cleo@globex.example", org: "globex", role: "user" },
  { sub: "dana", name: "Dana Acme", email: "dana@acme.example", org: "acme", role: "admin" },
  { sub: "erin", name: "Erin Alone", email: "erin@example.com", role: "user" },
];

export function findUser(sub: string): DemoUser | undefined {
  return demoUsers.find((user) => user.sub === sub);
}

/** A user's claims besides `sub`. */
export function getClaims(sub: string): Record<string, unknown> {
  const { sub: _, ...claims } = findUser(sub) ?? { sub };
  return claims;
}
