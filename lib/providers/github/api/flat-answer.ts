// Answers with one object of GitHub's: its members stand at the top level, as GitHub has them, and under its name.
import * as z from "zod";

/** Schema of {@link toFlatAnswer}, with an example of the object. */
export function flatSchema<N extends string, S extends z.ZodRawShape>(
  name: N,
  object: z.ZodObject<S>,
  example: object,
) {
  const named = { [name]: object } as Record<N, z.ZodObject<S>>;
  return z.object({ ...object.shape, ...named }).meta({ examples: [{ ...example, [name]: example }] });
}

/** The same after a change, which also says whose account made it. */
export const changedSchema = <N extends string, S extends z.ZodRawShape>(
  name: N,
  object: z.ZodObject<S>,
  example: object,
) =>
  flatSchema(name, object, example)
    .extend({ accountId: z.string() })
    .meta({ examples: [{ ...example, [name]: example, accountId: "583231" }] });

export const toFlatAnswer = <N extends string, T extends object>(name: N, object: T): T & Record<N, T> => ({
  ...object,
  ...({ [name]: object } as Record<N, T>),
});
