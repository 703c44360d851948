import { useState } from "preact/hooks";
import { listChannels } from "../../api/slack.ts";
import { useAppContext } from "../../app-context.ts";
import { Button } from "../../ui/button.tsx";
import { FailureNote } from "../../ui/failure-note.tsx";
import { LoadedContent } from "../../ui/loaded-content.tsx";
import { Pane } from "../../ui/pane.tsx";
import { PaneNotice, SuccessNote } from "../../ui/pane-notice.tsx";
import { RowSkeleton } from "../../ui/skeletons.tsx";
import { useLoad } from "../../ui/use-load.ts";
import type { PanelProps } from "../panel-props.ts";
import { ChannelList } from "./channel-list.tsx";
import { getChannelName, isDefaultChannel } from "./default-channel.ts";
import { TestDialog } from "./test-dialog.tsx";
import { useDefaultChannel } from "./use-default-channel.ts";

/** The channels of a workspace: search, choose the default channel, send a test message. */
export function SlackPanel(panel: PanelProps) {
  const { api } = useAppContext();
  const { connection } = panel;
  const channels = useLoad((bypassCache) => listChannels(api, connection.id, bypassCache));
  const [filter, setFilter] = useState("");
  const [asking, setAsking] = useState(false);
  const defaultChannel = useDefaultChannel(panel.settings, connection.accountId);
  const { failure, done, setDone } = defaultChannel;
  const setting = defaultChannel.setting ?? "";
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
            <p class="cut fine">
              {defaultChannel.setting !== undefined && formatDefault(getChannelName(channels.value, setting))}
            </p>
            <Button disabled={open.length === 0} onPress={() => setAsking(true)}>
              Send a test message
            </Button>
          </div>
        }
      >
        <LoadedContent panel={panel} loaded={channels} what="the channels" skeleton={<RowSkeleton lines={1} />}>
          {(value) => (
            <ChannelList
              channels={value}
              filter={filter}
              isDefault={(channel) => isDefaultChannel(channel, setting)}
              onDefault={defaultChannel.choose}
            />
          )}
        </LoadedContent>
        {(failure || done) && (
          <PaneNotice>
            {failure ? <FailureNote failure={failure} name="Patchbay" /> : <SuccessNote>{done}</SuccessNote>}
          </PaneNotice>
        )}
      </Pane>
      {asking && (
        <TestDialog
          panel={panel}
          channels={open}
          chosen={open.find((channel) => isDefaultChannel(channel, setting))?.id ?? ""}
          onSent={(name) => setDone(`Sent to #${name}.`)}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}

const formatDefault = (name: string) => (name ? `Default: #${name}` : "No default channel yet");
