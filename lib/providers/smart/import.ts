import type { AccountImport } from "../../connections/old-connection.ts";

/**
 * The account is told by the token response alone, so no request is made. Who signed in is a reference or the URL of one
 * (`Practitioner/123`), or else the id token's subject.
 */
export const smartImport: AccountImport = {
  readTokenMembers({ account: { userId, username, accountName, patient } }) {
    const isReference = userId?.includes("/") === true;
    const fullName = accountName ?? username;
    return {
      ...(isReference ? { fhirUser: userId } : {}),
      ...(userId !== undefined && !isReference ? { subject: userId } : {}),
      ...(fullName === undefined ? {} : { fullName }),
      ...(patient === undefined ? {} : { patient: patient.replace(/^Patient\//, "") }),
    };
  },
};
