import type { Api, Page } from "./client.ts";
import { list, record, text, webAddress } from "./read.ts";

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
  /** Where to read it at the provider; empty when there is no web address. */
  readonly url: string;
  readonly at: string;
  readonly connectionId: string;
  readonly actionItems: readonly ActionItem[];
}

/** From the list or from a frame, which no contract types. */
export function readActivity(value: unknown): Activity {
  const found = record(value);
  return {
    id: text(found.id),
    seq: typeof found.seq === "number" ? found.seq : 0,
    provider: text(found.provider),
    kind: text(found.kind),
    title: text(found.title),
    excerpt: text(found.excerpt),
    url: webAddress(text(record(found.source).url)),
    at: text(found.at),
    connectionId: text(found.connectionId),
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

export const listActivity = (api: Api, pageToken = "") =>
  api.ask(
    (client) => client.GET("/api/v1/activity", { params: { query: { limit: 20, ...(pageToken && { pageToken }) } } }),
    ({ items, nextPageToken }): Page<Activity> => ({ items: items.map(readActivity), next: nextPageToken ?? "" }),
  );

export const markDone = (api: Api, id: string, done: boolean) =>
  api.ask(
    (client) => client.PATCH("/api/v1/activity/{id}", { params: { path: { id } }, body: { done } }),
    () => undefined,
  );
