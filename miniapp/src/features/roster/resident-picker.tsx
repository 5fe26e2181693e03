import { listResidents, type ResidentRow } from '@linli/shared/residents';
import { useQuery } from '@tanstack/react-query';
import { View } from '@tarojs/components';
import { useState } from 'react';

import { Answer } from '@/components/answer';
import { Button } from '@/components/button';
import { Item, List } from '@/components/card';
import { TextField } from '@/components/field';
import { useSettled } from '@/features/workbench/use-settled';
import { send } from '@/lib/api';

/** Name, year of birth and stair unit: enough for those who know the person. */
export function residentFacts(row: Pick<ResidentRow, 'birthYear' | 'address'>): string {
  return [row.birthYear ? `${row.birthYear} 年生` : '', row.address].filter(Boolean).join('，');
}

export interface PickedResident {
  id: string;
  name: string;
  facts: string;
}

interface ResidentPickerProps {
  label: string;
  value: PickedResident | undefined;
  onChange: (picked: PickedResident | undefined) => void;
  error?: string | undefined;
  /** People who may not be chosen, with the reason. */
  lockedOf?: (id: string) => string | undefined;
}

/** Finds one resident by name, passbook number or whole phone number. */
export function ResidentPicker({ label, value, onChange, error, lockedOf }: ResidentPickerProps) {
  const [search, setSearch] = useState('');
  const settled = useSettled(search);
  const query = useQuery({
    queryKey: ['residents', 'pick', settled],
    queryFn: ({ signal }) => send(listResidents, { search: settled, size: 6 }, { signal }),
    enabled: settled !== '' && !value,
  });
  if (value) {
    return (
      <View className="field">
        <View className="field-label">{label}</View>
        <List tight>
          <Item
            title={value.name}
            lines={[value.facts]}
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
        label={label}
        value={search}
        onChange={setSearch}
        placeholder="姓名、存折号或手机号"
        error={error}
      />
      {settled !== '' && (
        <Answer query={query} what="名册">
          {({ items, total }) =>
            items.length === 0 ? (
              <View className="sub">没有找到「{settled}」。请核对姓名，或用存折上的号码找。</View>
            ) : (
              <>
                <List tight>
                  {items.map((row) => {
                    const locked = lockedOf?.(row.id);
                    return (
                      <Item
                        key={row.id}
                        title={row.maskedName}
                        lines={[residentFacts(row), `存折号 ${row.passbookNo}`]}
                        action={
                          <Button
                            size="small"
                            off={locked}
                            label={`选${row.maskedName}，${row.address}`}
                            onTap={() =>
                              onChange({ id: row.id, name: row.maskedName, facts: residentFacts(row) })
                            }
                          >
                            选这位
                          </Button>
                        }
                      />
                    );
                  })}
                </List>
                {total > items.length && (
                  <View className="sub">一共 {total} 位，请把名字写全，或改用存折号。</View>
                )}
              </>
            )
          }
        </Answer>
      )}
    </View>
  );
}
