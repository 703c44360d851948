// Figma's demo data: two users, two teams, and files with fixed keys.
export interface FigmaUser {
  readonly id: string;
  readonly handle: string;
  readonly email: string;
  readonly img_url: string;
}

export interface FigmaFile {
  readonly key: string;
  readonly name: string;
  readonly last_modified: string;
  readonly version: string;
}

export interface FigmaProject {
  readonly id: string;
  readonly name: string;
  readonly team: string;
  readonly files: readonly FigmaFile[];
}

/** Keyed by the account names of the consent page. */
export const users: Readonly<Record<string, FigmaUser>> = {
  ada: {
    // Above Number.MAX_SAFE_INTEGER, like real ids.
    id: "1100000000000000001",
    handle: "Ada",
    email: "ada@example.com",
    img_url: "https://example.com/ada.png",
  },
  ben: {
    id: "1100000000000000002",
    handle: "Ben",
    email: "ben@example.com",
    img_url: "https://example.com/ben.png",
  },
};

interface FigmaTeam {
  readonly name: string;
  readonly members: readonly string[];
  readonly admins: readonly string[];
}

export const teams: Readonly<Record<string, FigmaTeam>> = {
  "1001": { name: "Acme Design", members: ["ada", "ben"], admins: ["ada"] },
  "1040": { name: "Large Design", members: ["ada"], admins: ["ada"] },
  "1002": { name: "Globex Design", members: ["ben"], admins: ["ben"] },
};

const createFile = (key: string, name: string, day: string): FigmaFile => ({
  key,
  name,
  last_modified: `2026-10-${day}T09:00:00Z`,
  version: `21000000${day}`,
});

const padTwo = (number: number): string => String(number).padStart(2, "0");

/** Forty projects of 25 files each. */
const largeTeam: readonly FigmaProject[] = Array.from({ length: 40 }, (_, project) => ({
  id: String(4001 + project),
  name: `Project ${padTwo(project + 1)}`,
  team: "1040",
  files: Array.from({ length: 25 }, (_, at) =>
    createFile(
      `FigLarge0000000000${padTwo(project + 1)}${padTwo(at + 1)}`,
      `File ${padTwo(project + 1)}-${padTwo(at + 1)}`,
      "05",
    ),
  ),
}));

export const projects: readonly FigmaProject[] = [
  {
    id: "2001",
    name: "Website",
    team: "1001",
    files: [
      createFile("FigHome000000000000001", "Home page", "01"),
      createFile("FigPrice00000000000002", "Pricing", "02"),
    ],
  },
  {
    id: "2002",
    name: "Mobile app",
    team: "1001",
    files: [createFile("FigOnbrd00000000000003", "Onboarding", "03")],
  },
  { id: "2003", name: "Brand", team: "1001", files: [] },
  { id: "2004", name: "Globex shop", team: "1002", files: [createFile("FigShop000000000000004", "Checkout", "04")] },
  ...largeTeam,
];
