/** The lines of an .env file, by name. */
export type Lines = Readonly<Record<string, string | undefined>>;
