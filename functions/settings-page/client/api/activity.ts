import { type Api, address } from "./client.ts";
import { list, record, text } from "./read.ts";

export interface ActionItem {
  readonly text: string;
  readonly assignee: string;
  readonly due: string;
  readonly done: boolean;
}

export interface Activity {
  readonly id: string;
  readonly seq: number;
  readonly provider: string;
  readonly kind: string;
  readonly title: string;
  readonly excerpt: string;
  /** Where to read it at the provider; empty when there is no https address. */
  readonly url: string;
  readonly at: string;
  readonly actionItems: readonly ActionItem[];
}

export function readActivity(value: unknown): Activity {
  const found = record(value);
  const url = text(record(found.source).url);
  return {
    id: text(found.id),
    seq: typeof found.seq === "number" ? found.seq : 0,
    provider: text(found.provider),
    kind: text(found.kind),
    title: text(found.title),
    excerpt: text(found.excerpt),
    url: /^https?:\/\//.test(url) ? url : "",
    at: text(found.at),
    actionItems: list(found.actionItems, readActionItem),
  };
}

function readActionItem(value: unknown): ActionItem {
  const found = record(value);
  return {
    text: text(found.text),
    assignee: text(found.assignee),
    due: text(found.due),
    done: found.done === true,
  };
}

export interface ActivityPage {
  readonly items: readonly Activity[];
  readonly next: string;
}

export const listActivity = (api: Api, pageToken = "") =>
  api.call("GET", address("/api/v1/activity", { limit: "20", pageToken }), (body): ActivityPage => {
    const { items, nextPageToken } = record(body);
    return { items: list(items, readActivity).filter(({ id }) => id), next: text(nextPageToken) };
  });

export const markDone = (api: Api, id: string, done: boolean) =>
  api.call("PATCH", `/api/v1/activity/${encodeURIComponent(id)}`, () => undefined, { done });
