import type { AccountImport } from "../../connections/old-connection.ts";
import { defaultRegion, getRegionCode, parseRegion } from "./region.ts";

export const clioImport: AccountImport = {
  readAccount({ account: { userId, username, email, accountName }, params }) {
    const region = getRegionCode(parseRegion(params.region ?? defaultRegion) ?? "");
    if (userId === undefined || !/^\d{1,20}$/.test(userId) || region === "") return undefined;
    return {
      id: `${region}-${userId}`,
      name: accountName ?? username ?? email ?? `Clio ${userId}`,
      ...(email === undefined ? {} : { username: email }),
    };
  },
};
