// The first data endpoint of each provider: the shortest proof that an account works.
import { type Api, address } from "./client.ts";
import { list, record, text } from "./read.ts";

export interface Line {
  readonly title: string;
  readonly note: string;
}

export interface Channel {
  readonly id: string;
  readonly name: string;
}

const line = (title: string, note: string): Line => ({ title, note });

export const listChannels = (api: Api, account: string) =>
  api.call("GET", address("/api/integrations/slack/channels", { account }), (body) =>
    list(record(body).channels, (value): Channel => {
      const found = record(value);
      return { id: text(found.id), name: text(found.name) };
    }),
  );

export const postMessage = (api: Api, account: string, message: { channel: string; text: string }) =>
  api.call("POST", address("/api/integrations/slack/message", { account }), () => true, message);

export const listRepositories = (api: Api, account: string) =>
  api.call("GET", address("/api/integrations/github/repositories", { account }), (body) =>
    list(record(body).repositories, (value) => {
      const found = record(value);
      return line(text(found.full_name) || text(found.name), text(found.description));
    }),
  );

export const listMessages = (api: Api, account: string) =>
  api.call("GET", address("/api/v2/gmail/messages", { account, maxResults: "5" }), (body) =>
    list(record(body).messages, (value) => {
      const found = record(value);
      return line(text(found.subject) || "(no subject)", text(found.from));
    }),
  );

export const listEvents = (api: Api, account: string) =>
  api.call("GET", address("/api/v2/calendar/events", { account }), (body) =>
    list(record(body).events, (value) => {
      const found = record(value);
      const start = record(found.start);
      return line(text(found.summary) || "(no title)", text(start.dateTime) || text(start.date) || text(found.start));
    }),
  );

export const listFiles = (api: Api, account: string, teamId: string) =>
  api.call("GET", address("/api/integrations/figma/files", { account, teamId }), (body) =>
    list(record(body).projects, (value) => {
      const project = record(value);
      return list(project.files, (file) => line(text(record(file).name), text(project.name)));
    }).flat(),
  );
