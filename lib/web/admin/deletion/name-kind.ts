/** By the kinds of rows that the API counts. A later release may know more. */
const names: Readonly<Record<string, string>> = {
  activity: "Activities",
  answer: "Answers from the database",
  audit: "Entries of the audit that lost the name",
  cache: "Kept answers of providers",
  claim: "Marks of events that were worked on",
  connection: "Connected accounts",
  connectors: "Connectors to customer lists",
  counter: "Counters of requests",
  customer: "Customers found by phone",
  dataExport: "Exports of personal data",
  delivery: "Events that lost their content",
  eventRoute: "Rules of who is told of an event",
  grant: "Permissions at providers",
  hook: "Webhooks at providers",
  launch: "Launches by health records",
  once: "Answers kept for repeated requests",
  outbox: "Messages to open pages",
  settings: "Settings",
  socket: "Open pages",
  state: "Flows that had begun",
  subscription: "Channels",
};

/** What people call rows of a kind. */
export const nameKind = (kind: string): string => {
  if (Object.hasOwn(names, kind)) return names[kind] ?? kind;
  const words = kind.replaceAll(/([A-Z])/g, " $1").toLowerCase();
  return `Other: ${words}`;
};
