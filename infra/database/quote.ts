/** A name in SQL, whatever letters it has. */
export const quoteName = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** A text in SQL. A backslash has no meaning in it while standard_conforming_strings is on, which is the default. */
export const quoteText = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** `app.users` becomes `"app"."users"`. */
export const quoteRelation = (source: string): string => source.split(".").map(quoteName).join(".");
