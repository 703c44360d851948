// For Lambdas that must start without zod, which `lib/config.ts` imports.

/** @throws Error naming the variable that is not set, or is empty */
export function requireEnvironment(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`The environment variable ${name} is missing.`);
  return value;
}
