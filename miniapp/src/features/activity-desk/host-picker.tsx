import { searchHosts } from '@linli/shared/activities';
import { useQuery } from '@tanstack/react-query';
import { View } from '@tarojs/components';
import { useState } from 'react';

import { Answer } from '@/components/answer';
import { Button } from '@/components/button';
import { Item, List } from '@/components/card';
import { TextField } from '@/components/field';
import { useSettled } from '@/features/workbench/use-settled';
import { send } from '@/lib/api';

export interface PickedHost {
  id: string;
  name: string;
  address: string;
}

interface HostPickerProps {
  value: PickedHost | undefined;
  onChange: (host: PickedHost | undefined) => void;
  error?: string | undefined;
}

/** Who calls the roll that day: somebody of the unit, by name. */
export function HostPicker({ value, onChange, error }: HostPickerProps) {
  const [search, setSearch] = useState('');
  const settled = useSettled(search);
  const query = useQuery({
    queryKey: ['activity-hosts', settled],
    queryFn: ({ signal }) => send(searchHosts, { search: settled }, { signal }),
    enabled: settled !== '' && !value,
  });
  if (value) {
    return (
      <View className="field">
        <View className="field-label">主持人</View>
        <List tight>
          <Item
            title={value.name}
            lines={value.address ? [value.address] : []}
            action={
              <Button size="small" onTap={() => onChange(undefined)}>
                换一个人
              </Button>
            }
          />
        </List>
      </View>
    );
  }
  return (
    <View className="work-found">
      <TextField
        label="主持人"
        value={search}
        onChange={setSearch}
        placeholder="写姓名找"
        hint="当天由这位点名、确认到场"
        error={error}
      />
      {settled !== '' && (
        <Answer query={query} what="名单">
          {({ items }) =>
            items.length === 0 ? (
              <View className="sub">没有找到「{settled}」。请核对姓名。</View>
            ) : (
              <List tight>
                {items.slice(0, 6).map((one) => (
                  <Item
                    key={one.residentId}
                    title={one.name}
                    lines={[one.address]}
                    action={
                      <Button
                        size="small"
                        label={`请${one.name}主持，${one.address}`}
                        onTap={() => onChange({ id: one.residentId, name: one.name, address: one.address })}
                      >
                        请这位
                      </Button>
                    }
                  />
                ))}
              </List>
            )
          }
        </Answer>
      )}
    </View>
  );
}
