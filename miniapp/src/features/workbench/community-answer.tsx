import type { CommunityView } from '@linli/shared/org-units';
import type { ReactNode } from 'react';

import { Answer } from '@/components/answer';
import { PickerField } from '@/components/field';
import { State } from '@/components/state';

import { useCommunity } from './use-community';

/** Draws what belongs to the community somebody works for; with a choice on top when there are several. */
export function CommunityAnswer({ children }: { children: (community: CommunityView) => ReactNode }) {
  const { query, options, community, choose } = useCommunity();
  return (
    <Answer query={query} what="社区">
      {() =>
        community ? (
          <>
            {options.length > 1 && (
              <PickerField
                label="社区"
                options={options.map(({ id, name }) => ({ value: id, text: name }))}
                value={community.id}
                onChange={choose}
              />
            )}
            {children(community)}
          </>
        ) : (
          <State
            kind="empty"
            title="还没有您的社区"
            text="您的岗位还没有定在哪个社区。请社区主任或区县管理员核对岗位。"
          />
        )
      }
    </Answer>
  );
}
