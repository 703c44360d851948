// The provider data in the accounts of the canned API. A test can change or empty it.

const hour = 3_600_000;
const hoursAgo = (hours: number) => new Date(Date.now() - hours * hour).toISOString();

/** The local date a number of days from now, such as 2026-11-23. */
function dateFromNow(days: number): string {
  const time = new Date();
  // Not a multiple of 24 hours: the day on which summer time ends has 25.
  time.setDate(time.getDate() + days);
  const padTwo = (number: number) => String(number).padStart(2, "0");
  return `${time.getFullYear()}-${padTwo(time.getMonth() + 1)}-${padTwo(time.getDate())}`;
}

const createFile = (key: string, name: string, hours: number, hasPicture = true) => ({
  key,
  name,
  thumbnail_url: hasPicture ? `/thumbnails/${key}.svg` : null,
  last_modified: hoursAgo(hours),
  version: "1",
});

const createProjects = () => [
  {
    id: "11",
    name: "Website",
    files: [
      createFile("home", "Home", 2),
      createFile("pricing", "Pricing page with a name that is much too long for any tile", 26),
      createFile("about", "About us", 80),
      createFile("blog", "Blog", 200),
      createFile("icons", "Icons", 300, false),
    ],
  },
  {
    id: "12",
    name: "Mobile app",
    files: [createFile("onboarding", "Onboarding", 5), createFile("settings", "Settings", 50)],
  },
  { id: "13", name: "Archive", files: [] },
];

const createComments = () => [
  {
    id: "1",
    message: "The price table needs one more column for teams.",
    user: { handle: "Ben", img_url: "" },
    created_at: hoursAgo(30),
    client_meta: { node_id: "1:2", node_offset: { x: 0, y: 0 } },
  },
  {
    id: "2",
    message:
      "Done. Could you look at the spacing on small screens, too?\nhttps://acme.example/a-very-long-address-without-any-place-to-break-it-in-a-narrow-window",
    user: { handle: "Cleo Globex", img_url: "" },
    created_at: hoursAgo(3),
    client_meta: { node_id: "1:2", node_offset: { x: 0, y: 0 } },
  },
];

const createChannel = (id: string, name: string, num_members: number, changes: Record<string, unknown> = {}) => {
  return { id, name, is_private: false, is_archived: false, num_members, ...changes };
};

const createChannels = () => [
  createChannel("C1", "general", 42),
  createChannel("C2", "design-reviews", 7),
  createChannel("C3", "founders", 3, { is_private: true }),
  createChannel("C4", "launch-2024", 1, { is_archived: true }),
  createChannel("C5", "everything-about-the-new-customer-onboarding-and-its-many-experiments", 128),
  createChannel("C6", "random", 40),
  createChannel("C7", "support", 12),
  createChannel("C8", "website", 9),
  createChannel("C9", "hiring", 5),
];

const createRepository = (index: number) => ({
  id: index,
  name: index === 1 ? "site" : `service-${index}`,
  full_name: index === 1 ? "acme/site" : `acme/service-${index}`,
  private: index % 3 === 0,
  html_url: `https://github.example/acme/${index}`,
  description: index % 4 === 0 ? null : "What visitors see before they sign in, and everything it takes to build it",
  default_branch: "main",
  language: "TypeScript",
  updated_at: hoursAgo(index * 5),
  open_issues_count: 2,
  owner: { login: "acme", avatar_url: "https://github.example/acme.png" },
});

const createIssue = (number: number) => ({
  id: number,
  number,
  title: number === 12 ? "The price table is cut off at the right on phones" : `Something to be done, part ${number}`,
  state: "open",
  html_url: `https://github.example/acme/site/issues/${number}`,
  created_at: hoursAgo(200 - number),
  updated_at: hoursAgo(100 - number),
  user: { login: "ben-acme", avatar_url: "" },
  body: null,
  comments: 0,
  labels: [],
});

const createMail = (index: number, changes: Record<string, unknown> = {}) => ({
  id: `m${index}`,
  threadId: `t${index}`,
  from: "Cleo Globex <cleo@globex.example>",
  to: "ada@acme.example",
  subject: `Minutes of week ${index}`,
  date: hoursAgo(index * 9),
  snippet: "Thank you all for coming. Here is what we decided, and who does what until when.",
  body: "Thank you all for coming.\n\nHere is what we decided:\n- The pricing page goes live on Friday.\n- Ben asks the printers.\n\nCleo",
  labelIds: ["INBOX"],
  ...changes,
});

const createMails = () => [
  createMail(1, { from: '"Ben Bitdiddle" <ben@acme.example>', subject: "Pricing page", labelIds: ["INBOX", "UNREAD"] }),
  createMail(2, { subject: "" }),
  ...Array.from({ length: 12 }, (_, index) => createMail(index + 3)),
];

const createEvents = () => [
  {
    id: "e1",
    summary: "Offsite",
    start: { date: dateFromNow(0) },
    end: { date: dateFromNow(3) },
    location: "Lake house",
  },
  {
    id: "e2",
    summary: "Quarterly planning with everybody who has ever been near the roadmap",
    start: { dateTime: `${dateFromNow(1)}T10:00:00`, timeZone: "Europe/Vienna" },
    end: { dateTime: `${dateFromNow(1)}T11:30:00`, timeZone: "Europe/Vienna" },
    location: "Room 4",
    htmlLink: "https://calendar.example/e2",
    attendees: [{ email: "ben@acme.example" }, { email: "cleo@globex.example" }],
  },
  { id: "e3", start: { dateTime: `${dateFromNow(1)}T14:00:00` }, end: { dateTime: `${dateFromNow(1)}T14:30:00` } },
  { id: "e4", summary: "Ada's birthday", start: { date: dateFromNow(5) }, end: { date: dateFromNow(6) } },
];

/** `account` is how the id of their connection ends. */
const createCalendars = () => [
  { account: "-ada", id: "ada@acme.example", summary: "ada@acme.example", primary: true, accessRole: "owner" },
  { account: "-ada", id: "projects@group.example", summary: "Projects", accessRole: "owner" },
  {
    account: "-ada",
    id: "team@group.example",
    summary: "Everything that the roadmap team shares with everybody who has ever been near the roadmap",
    accessRole: "reader",
  },
  { account: "-ada", id: "ben@acme.example", summary: "Ben", accessRole: "freeBusyReader" },
  { account: "-lab", id: "ada@lab.example", summary: "ada@lab.example", primary: true, accessRole: "owner" },
];

export const createHoldings = () => ({
  calendars: createCalendars(),
  projects: createProjects(),
  failed: [] as { id: string; name: string; code: string }[],
  comments: createComments(),
  channels: createChannels(),
  repositories: Array.from({ length: 34 }, (_, index) => createRepository(index + 1)),
  issues: Array.from({ length: 12 }, (_, index) => createIssue(12 - index)),
  mails: createMails(),
  events: createEvents() as Record<string, unknown>[],
});
