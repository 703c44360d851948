import type { AccountImport } from "../../connections/old-connection.ts";

/** Without its address no mail would reach an account, so Google is asked then. */
export const googleImport: AccountImport = {
  readAccount({ account: { userId, email, accountName } }) {
    if (userId === undefined || !/^\d{6,30}$/.test(userId) || email?.includes("@") !== true) return undefined;
    return {
      id: userId,
      name: accountName ?? email,
      profile: { email },
      username: email,
      routes: [email.toLowerCase()],
    };
  },
};
