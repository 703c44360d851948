// Which settings mean something for which provider.
import type { ActivityKind } from "../api/settings.ts";

interface Fields {
  /** The kinds of activity this provider brings, and what people call them. */
  readonly kinds: readonly (readonly [ActivityKind, string])[];
  /** Whether copies of its data are kept. */
  readonly keepsCopies?: boolean;
}

const fields: Readonly<Record<string, Fields>> = {
  figma: { kinds: [["file", "files and comments"]], keepsCopies: true },
  slack: {
    kinds: [
      ["message", "messages"],
      ["file", "shared files"],
    ],
  },
  github: { kinds: [["issue", "issues and pull requests"]] },
  gmail: { kinds: [["mail", "mail"]] },
  calendar: { kinds: [["event", "events"]] },
};

const anyProvider: Fields = { kinds: [["message", "activity"]] };

export function settingsFields(provider: string): Fields {
  return (Object.hasOwn(fields, provider) ? fields[provider] : undefined) ?? anyProvider;
}
