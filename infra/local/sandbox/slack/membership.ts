// Sets channel memberships. The emulator adds everybody but the bot to seeded channels, and only its admin to its own ones.
import type { Emulator } from "../emulator.ts";
import { callAsAdmin } from "./admin-client.ts";
import { listMembers, type Workspace } from "./seed.ts";

/** Changes the memberships to the seed's; `inside` returns the emulator's id of a channel. */
export async function setMemberships(
  emulator: Emulator,
  workspace: Workspace,
  inside: (name: string) => string,
): Promise<void> {
  const all = listMembers(workspace);
  const go = (person: string, what: "join" | "leave", channel: string) =>
    callAsAdmin(emulator, person, `conversations.${what}`, { channel });
  for (const name of ["general", "random"]) {
    for (const person of all.filter((one) => one !== "admin")) await go(person, "join", inside(name));
  }
  for (const { name, members = all } of workspace.channels) {
    if (members.includes("bot")) await go("bot", "join", inside(name));
    const strangers = all.filter((one) => one !== "bot" && !members.includes(one));
    for (const person of strangers) await go(person, "leave", inside(name));
  }
}
