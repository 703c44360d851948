import type { Api, Page } from "./client.ts";

export interface Mail {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly date: string;
  readonly snippet: string;
  readonly body: string;
  readonly isUnread: boolean;
}

interface MailAnswer extends Omit<Mail, "isUnread"> {
  readonly labelIds: readonly string[];
}

const toMail = ({ id, from, to, subject, date, snippet, body, labelIds }: MailAnswer): Mail => {
  return { id, from, to, subject, date, snippet, body, isUnread: labelIds.includes("UNREAD") };
};

export const listMails = (api: Api, account: string, pageToken: string) =>
  api.request(
    (client) =>
      client.GET("/api/v2/gmail/messages", {
        params: { query: { account, maxResults: 10, ...(pageToken && { pageToken }) } },
      }),
    ({ messages, nextPageToken }): Page<Mail> => ({ items: messages.map(toMail), next: nextPageToken ?? "" }),
  );

export const readMail = (api: Api, account: string, id: string) =>
  api.request(
    (client) => client.GET("/api/v2/gmail/messages/{id}", { params: { path: { id }, query: { account } } }),
    (answer) => toMail(answer.message),
  );
