import { useState } from "preact/hooks";
import { listChannels } from "../../api/slack.ts";
import { Button } from "../../page/button.tsx";
import { useDesk } from "../../page/desk.ts";
import { FailureNote } from "../../page/failure-note.tsx";
import { useLoad } from "../../page/use-load.ts";
import { RowBones } from "../bones.tsx";
import { Contents } from "../contents.tsx";
import { Done, Notice } from "../notice.tsx";
import { Pane } from "../pane.tsx";
import type { PanelProps } from "../panel-props.ts";
import { ChannelList } from "./channel-list.tsx";
import { isDefault, nameOf } from "./default-channel.ts";
import { TestDialog } from "./test-dialog.tsx";
import { useDefaultChannel } from "./use-default-channel.ts";

/** The channels of a workspace: find one, make it the default, send a message to see that it works. */
export function SlackPanel(panel: PanelProps) {
  const { api } = useDesk();
  const { connection } = panel;
  const channels = useLoad((anew) => listChannels(api, connection.id, anew));
  const [filter, setFilter] = useState("");
  const [asking, setAsking] = useState(false);
  const byDefault = useDefaultChannel(panel.settings);
  const { failure, done, setDone } = byDefault;
  const setting = byDefault.setting ?? "";
  const open = channels.value?.filter((channel) => !channel.is_archived) ?? [];
  return (
    <>
      <Pane
        panel={panel}
        title="Channels"
        busy={channels.loading}
        onRefresh={() => channels.reload(true)}
        tools={
          <input
            type="search"
            aria-label="Find a channel"
            placeholder="Find a channel"
            value={filter}
            onInput={(event) => setFilter(event.currentTarget.value)}
          />
        }
        foot={
          <div class="pane-act">
            <p class="cut fine">{byDefault.setting !== undefined && defaultWords(nameOf(channels.value, setting))}</p>
            <Button disabled={open.length === 0} onPress={() => setAsking(true)}>
              Send a test message
            </Button>
          </div>
        }
      >
        <Contents panel={panel} loaded={channels} what="the channels" bones={<RowBones lines={1} />}>
          {(value) => (
            <ChannelList
              channels={value}
              filter={filter}
              isDefault={(channel) => isDefault(channel, setting)}
              onDefault={byDefault.choose}
            />
          )}
        </Contents>
        {(failure || done) && (
          <Notice>{failure ? <FailureNote failure={failure} name="Patchbay" /> : <Done>{done}</Done>}</Notice>
        )}
      </Pane>
      {asking && (
        <TestDialog
          panel={panel}
          channels={open}
          chosen={open.find((channel) => isDefault(channel, setting))?.id ?? ""}
          onSent={(name) => setDone(`Sent to #${name}.`)}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}

const defaultWords = (name: string) => (name ? `Default: #${name}` : "No default channel yet");
