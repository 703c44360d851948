// Which settings mean something for which provider.

interface Fields {
  /** The kind of activity this provider brings, as the settings name it. */
  readonly kind: string;
  readonly kindName: string;
  readonly extra?: { readonly name: "teamId" | "defaultChannel"; readonly label: string };
}

const fields: Readonly<Record<string, Fields>> = {
  figma: { kind: "file", kindName: "files", extra: { name: "teamId", label: "Team ID" } },
  slack: { kind: "message", kindName: "messages", extra: { name: "defaultChannel", label: "Default channel" } },
  github: { kind: "issue", kindName: "issues" },
  gmail: { kind: "mail", kindName: "mail" },
  calendar: { kind: "event", kindName: "events" },
};

const anyProvider: Fields = { kind: "message", kindName: "activity" };

export function settingsFields(provider: string): Fields {
  return (Object.hasOwn(fields, provider) ? fields[provider] : undefined) ?? anyProvider;
}
