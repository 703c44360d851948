// Whether questions to the database are on, by the names that the earlier server gave its switches.
import type { Stage } from "../config.ts";
import { mcpSwitchesName } from "../names.ts";
import type { Lines } from "./lines.ts";

/** With what a switch is where the file has another one of them, but not it. */
const defaults = { MCP_AUTO_CONNECT: false, MCP_POSTGRES_ENABLED: false, MCP_ENABLE_CACHING: true };

type SwitchName = keyof typeof defaults;

export const switchNames = ["MCP_AUTO_CONNECT", "MCP_POSTGRES_ENABLED", "MCP_ENABLE_CACHING"] as const;

/**
 * The secret with the switches, for a file that has at least one of them; lib/mcp/switches.ts reads it.
 * @throws Error in one sentence for a value that is neither true nor false
 */
export function listSwitches(lines: Lines, stage: string): [string, string][] {
  if (switchNames.every((name) => !lines[name])) return [];
  const value = {
    autoConnect: readSwitch(lines, "MCP_AUTO_CONNECT"),
    postgres: readSwitch(lines, "MCP_POSTGRES_ENABLED"),
    caching: readSwitch(lines, "MCP_ENABLE_CACHING"),
  };
  return [[mcpSwitchesName(stage), JSON.stringify(value)]];
}

/** What the operator must still do for what is switched on. */
export function describeSwitches(lines: Lines, { stage, mcp }: Stage): string[] {
  const isOn = readSwitch(lines, "MCP_AUTO_CONNECT") && readSwitch(lines, "MCP_POSTGRES_ENABLED");
  if (!isOn || mcp?.database) return [];
  return [
    `Questions to the database are switched on, but infra/stages/${stage}.ts has no mcp.database: they stay off until it does and is deployed.`,
  ];
}

function readSwitch(lines: Lines, name: SwitchName): boolean {
  const value = lines[name]?.trim().toLowerCase();
  if (!value) return defaults[name];
  if (value === "true" || value === "false") return value === "true";
  throw new Error(`${name} must be true or false.`);
}
