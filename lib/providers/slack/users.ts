import * as z from "zod";
import { metadata, nextOf, type Page, readPages, type Wanted } from "./pages.ts";
import type { SlackRead } from "./read.ts";

export const slackUser = () =>
  z.object({
    id: z.string(),
    name: z.string(),
    real_name: z.string(),
    display_name: z.string(),
    /** Only where the connection has the scope for it. */
    email: z.string().optional(),
    /** IANA name. */
    tz: z.string().optional(),
    image: z.string().optional(),
    is_bot: z.boolean(),
    deleted: z.boolean(),
  });
export type SlackUser = z.output<ReturnType<typeof slackUser>>;

/** users.list: everybody of the workspace, also bots and those who have left. @throws ProviderError */
export function listUsers(read: SlackRead, wanted: Wanted): Promise<Page<SlackUser>> {
  return readPages(wanted, async (page) => {
    const answer = await read("users.list", page, userPage());
    return { items: answer.members.map(shape), ...nextOf(answer.response_metadata) };
  });
}

export const userList = () => ({ name: "users", item: slackUser(), read: listUsers });

const userPage = () => z.object({ members: z.array(rawUser()), response_metadata: metadata() });

const maybe = () => z.string().nullish();

const rawUser = () =>
  z.object({
    id: z.string(),
    name: maybe(),
    real_name: maybe(),
    tz: maybe(),
    is_bot: z.boolean().nullish(),
    deleted: z.boolean().nullish(),
    profile: z.object({ real_name: maybe(), display_name: maybe(), email: maybe(), image_72: maybe() }).nullish(),
  });

/** Slack's own helper, of whom it says that it is no bot. */
const slackbot = "USLACKBOT";

function shape({ id, name, real_name, tz, is_bot, deleted, profile }: z.output<ReturnType<typeof rawUser>>): SlackUser {
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
