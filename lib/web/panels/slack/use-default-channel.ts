import { useEffect, useState } from "preact/hooks";
import type { Settings } from "../../api/settings.ts";
import { useAction } from "../../ui/use-action.ts";
import type { ProviderSettings } from "../use-provider-settings.ts";

/** The workspace's channel for messages that name none, and a function to change it. */
export function useDefaultChannel({ loaded, load, save }: ProviderSettings, teamId: string) {
  const { busy, failure, run, settle } = useAction();
  const [done, setDone] = useState("");
  useEffect(load, [load]);
  const choose = (id: string, name: string) =>
    run(async () => {
      setDone("");
      const problem = await save({ defaultChannel: id, teamId });
      if (problem) return problem;
      settle();
      setDone(`#${name} is now the default channel.`);
      return undefined;
    });
  // Older settings name no workspace.
  const isOfTeam = (settings: Settings) => (settings.teamId ?? teamId) === teamId;
  return {
    /** Undefined while the settings are loading. */
    setting: loaded.value && (isOfTeam(loaded.value) ? (loaded.value.defaultChannel ?? "") : ""),
    failure,
    /** The latest success message. The panel sets it for its other actions too. */
    done,
    setDone,
    choose: loaded.value && !busy ? choose : undefined,
  };
}
