import * as z from "zod";
import { type Page, type PageRequest, readPages, responseMetadata, toNextPageToken } from "../paging.ts";
import type { SlackRead } from "./reader.ts";

export const slackUser = () =>
  z.object({
    id: z.string(),
    name: z.string(),
    real_name: z.string(),
    display_name: z.string(),
    /** Only if the connection has the scope users:read.email. */
    email: z.string().optional(),
    /** IANA name. */
    tz: z.string().optional(),
    image: z.string().optional(),
    is_bot: z.boolean(),
    deleted: z.boolean(),
  });
export type SlackUser = z.output<ReturnType<typeof slackUser>>;

/** Everybody in the workspace, including bots and deleted users (users.list). @throws ProviderError */
export function listUsers(read: SlackRead, wanted: PageRequest): Promise<Page<SlackUser>> {
  return readPages(wanted, async (page) => {
    const answer = await read("users.list", page, userPage());
    return { items: answer.members.map(toUser), ...toNextPageToken(answer.response_metadata) };
  });
}

/** A user's id, as in our paths. */
export const userId = () => z.string().regex(/^[UW][A-Z0-9]{1,31}$/, "is not a user's id");

/** A user as people without a connection of their own see them. */
export const withoutAddress = ({ email: _, ...user }: SlackUser): SlackUser => user;

/** One person or bot (users.info). @throws Problem not_found, ProviderError */
export async function readUser(read: SlackRead, id: string): Promise<SlackUser> {
  return toUser((await read("users.info", { user: id }, z.object({ user: rawUser() }))).user);
}

export const userList = () => ({ name: "users" as const, item: slackUser(), read: listUsers });

const userPage = () => z.object({ members: z.array(rawUser()), response_metadata: responseMetadata() });

const optionalText = () => z.string().nullish();

const rawUser = () =>
  z.object({
    id: z.string(),
    name: optionalText(),
    real_name: optionalText(),
    tz: optionalText(),
    is_bot: z.boolean().nullish(),
    deleted: z.boolean().nullish(),
    profile: z
      .object({
        real_name: optionalText(),
        display_name: optionalText(),
        email: optionalText(),
        image_72: optionalText(),
      })
      .nullish(),
  });

/** Slackbot's id; Slack does not mark it as a bot. */
const slackbot = "USLACKBOT";

function toUser({
  id,
  name,
  real_name,
  tz,
  is_bot,
  deleted,
  profile,
}: z.output<ReturnType<typeof rawUser>>): SlackUser {
  const { email, image_72: image } = profile ?? {};
  return {
    id,
    name: name ?? "",
    real_name: real_name ?? profile?.real_name ?? "",
    display_name: profile?.display_name ?? "",
    ...(email ? { email } : {}),
    ...(tz ? { tz } : {}),
    ...(image ? { image } : {}),
    is_bot: (is_bot ?? false) || id === slackbot,
    deleted: deleted ?? false,
  };
}
