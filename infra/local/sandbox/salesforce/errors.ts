import { type Answer, jsonAnswer } from "../exchange.ts";

/** The data API answers a list of errors: developer.salesforce.com, "Status Codes and Error Responses". */
export const salesforceError = (status: number, errorCode: string, message: string): Answer =>
  jsonAnswer([{ message, errorCode }], status);
