// A Figma file event as an activity.
import type { Connection } from "../../store/connection.ts";
import type { Activity } from "../../webhooks/record-activity.ts";
import type { FigmaUser, FileEvent } from "./events/schemas.ts";

const actionTexts: Readonly<Record<string, string>> = {
  FILE_UPDATE: "was changed",
  FILE_VERSION_UPDATE: "has a new version",
  FILE_DELETE: "was deleted",
  LIBRARY_PUBLISH: "was published",
};

export function toFileActivity(reader: Connection, event: FileEvent, occurredAt: number): Activity {
  return event.event_type === "FILE_COMMENT"
    ? toCommentActivity(reader, event, occurredAt)
    : toChangeActivity(reader, event, occurredAt);
}

function toChangeActivity(reader: Connection, event: FileEvent, occurredAt: number): Activity {
  const { event_type, file_key, timestamp, label, description } = event;
  const kinds = listPublishedKinds(event);
  const what = kinds.length > 0 ? `: ${kinds.join(", ")}` : "";
  return {
    ...toCommonFields(reader, event, occurredAt),
    // A deletion also arrives through the hook for updates, with another timestamp.
    key: [event_type, file_key, event_type === "FILE_DELETE" ? "" : timestamp, kinds.join()].join("#"),
    kind: "file",
    heading: `${formatFileName(event)} ${actionTexts[event_type] ?? "was changed"}${label ? `: ${label}` : what}`,
    // It reports a change and asks for nothing.
    reads: "issue",
    text: description ?? "",
    people: [],
    source: { url: `https://www.figma.com/file/${file_key}`, id: file_key },
    mentionsOwner: false,
  };
}

function toCommentActivity(reader: Connection, event: FileEvent, occurredAt: number): Activity {
  const { file_key, comment, comment_id, mentions, timestamp, triggered_by } = event;
  const mentioned = mentions ?? [];
  const isMine = triggered_by?.id === reader.accountId;
  return {
    ...toCommonFields(reader, event, occurredAt),
    key: `comment#${comment_id ?? `${file_key}#${timestamp}`}`,
    kind: "comment",
    heading: `${triggered_by?.handle ?? "Somebody"} commented on ${formatFileName(event)}`,
    reads: "comment",
    text: (comment ?? []).map((part) => part.text ?? formatMention(part.mention, mentioned)).join(""),
    people: mentioned.map(toPerson),
    source: {
      url: `https://www.figma.com/file/${file_key}${comment_id ? `#${comment_id}` : ""}`,
      id: comment_id ?? file_key,
    },
    mentionsOwner: !isMine && mentioned.some(({ id }) => id === reader.accountId),
  };
}

/** The activity for stored design tokens. @param changed how many were added, removed or changed; undefined if none were stored before */
export function toTokensActivity(event: FileEvent, changed: number | undefined, occurredAt: number): Activity {
  const { file_key, timestamp } = event;
  const what = changed === undefined ? "" : ` again: ${changed} changed`;
  return {
    key: `tokens#${file_key}#${timestamp}`,
    category: "file",
    kind: "design-tokens",
    heading: `Design tokens of ${event.file_name || "a file"} were stored${what}`,
    reads: "issue",
    text: "",
    people: [],
    at: new Date(occurredAt * 1000),
    source: { url: `https://www.figma.com/file/${file_key}`, id: file_key },
    mentionsOwner: false,
  };
}

function toCommonFields({ accountId, accountName }: Connection, { triggered_by }: FileEvent, occurredAt: number) {
  return {
    category: "file" as const,
    ...(triggered_by ? { author: toPerson(triggered_by) } : {}),
    at: new Date(occurredAt * 1000),
    owner: { ids: [accountId], names: [accountName] },
  };
}

const toPerson = ({ id, handle }: FigmaUser) => ({ id, name: handle });

const formatFileName = ({ file_name }: FileEvent): string => file_name || "A file";

/** A comment's fragment is a text or a user id; the user's name is only in `mentions`. */
function formatMention(id: string | null | undefined, mentioned: readonly FigmaUser[]): string {
  if (!id) return "";
  return `@${mentioned.find((one) => one.id === id)?.handle ?? "somebody"}`;
}

const assets = ["components", "styles", "variables"] as const;
const changes = ["created", "modified", "deleted"] as const;

/** Which kinds of assets were published. */
export const listPublishedKinds = (event: FileEvent): string[] =>
  assets.filter((asset) => changes.some((change) => (event[`${change}_${asset}`]?.length ?? 0) > 0));
