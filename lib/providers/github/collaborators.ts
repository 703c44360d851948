import * as z from "zod";
import { person } from "./person.ts";

/** docs.github.com/en/rest/collaborators/collaborators */
export const collaborator = () =>
  person().extend({ role_name: z.string().optional(), permissions: z.record(z.string(), z.boolean()).optional() });
