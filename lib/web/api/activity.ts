import { readList, readRecord, readText, toWebUrl } from "../read-json.ts";
import type { Api, Page } from "./client.ts";

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
  /** Link to it at the provider; empty when there is no http(s) URL. */
  readonly url: string;
  readonly at: string;
  readonly connectionId: string;
  readonly actionItems: readonly ActionItem[];
}

/** Reads an activity from the list or from a WebSocket frame. */
export function readActivity(value: unknown): Activity {
  const found = readRecord(value);
  return {
    id: readText(found.id),
    seq: typeof found.seq === "number" ? found.seq : 0,
    provider: readText(found.provider),
    kind: readText(found.kind),
    title: readText(found.title),
    excerpt: readText(found.excerpt),
    url: toWebUrl(readText(readRecord(found.source).url)),
    at: readText(found.at),
    connectionId: readText(found.connectionId),
    actionItems: readList(found.actionItems, readActionItem),
  };
}

function readActionItem(value: unknown): ActionItem {
  const found = readRecord(value);
  return {
    text: readText(found.text),
    assignee: readText(found.assignee),
    due: readText(found.due),
    done: found.done === true,
  };
}

export const listActivity = (api: Api, pageToken = "") =>
  api.request(
    (client) => client.GET("/api/v1/activity", { params: { query: { limit: 20, ...(pageToken && { pageToken }) } } }),
    ({ items, nextPageToken }): Page<Activity> => ({ items: items.map(readActivity), next: nextPageToken ?? "" }),
  );

export const markDone = (api: Api, id: string, done: boolean) =>
  api.request(
    (client) => client.PATCH("/api/v1/activity/{id}", { params: { path: { id } }, body: { done } }),
    () => undefined,
  );

export const deleteActivity = (api: Api, id: string) =>
  api.request(
    (client) => client.DELETE("/api/v1/activity/{id}", { params: { path: { id } } }),
    () => undefined,
  );
