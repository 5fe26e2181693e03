import { listOrgUnits, orgUnitKinds, type OrgUnitView } from '@linli/shared/org-units';
import { useQuery } from '@tanstack/react-query';
import { View } from '@tarojs/components';
import { useState } from 'react';

import { Answer } from '@/components/answer';
import { Button } from '@/components/button';
import { Item, List } from '@/components/card';
import { send } from '@/lib/api';

import { Crumbs } from './crumbs';

/** Units directly below one, or the tops of what this person works in. */
export function orgUnitsQuery(parentId: string | undefined) {
  return {
    queryKey: ['org-units', parentId ?? 'top'],
    queryFn: ({ signal }: { signal: AbortSignal }) =>
      send(listOrgUnits, parentId ? { parentId } : {}, { signal }),
  };
}

export interface PickedUnit {
  id: string;
  name: string;
}

interface OrgUnitPickerProps {
  label: string;
  value: PickedUnit | undefined;
  onChange: (unit: PickedUnit | undefined) => void;
}

/** One unit of the tree, found by going down from the top of what this person works in. */
export function OrgUnitPicker({ label, value, onChange }: OrgUnitPickerProps) {
  const [trail, setTrail] = useState<OrgUnitView[]>([]);
  const query = useQuery({ ...orgUnitsQuery(trail[trail.length - 1]?.id), enabled: !value });
  return (
    <View className="field">
      <View className="field-label">{label}</View>
      {value ? (
        <List tight>
          <Item
            title={value.name}
            action={
              <Button size="small" onTap={() => onChange(undefined)}>
                换一个
              </Button>
            }
          />
        </List>
      ) : (
        <>
          {trail.length > 0 && (
            <Crumbs
              trail={trail.map(({ name }) => name)}
              onBack={(depth) => setTrail(trail.slice(0, depth))}
            />
          )}
          <Answer query={query} what="网格">
            {({ items }) =>
              items.length === 0 ? (
                <View className="sub">下面没有更小的单位了。</View>
              ) : (
                <List tight>
                  {items.map((unit) => (
                    <Item
                      key={unit.id}
                      title={unit.name}
                      lines={[orgUnitKinds[unit.kind]]}
                      {...(unit.childCount > 0
                        ? { onTap: () => setTrail([...trail, unit]), label: `看${unit.name}下面的` }
                        : {})}
                      action={
                        <Button
                          size="small"
                          label={`选${unit.name}`}
                          onTap={() => onChange({ id: unit.id, name: unit.name })}
                        >
                          选这里
                        </Button>
                      }
                    />
                  ))}
                </List>
              )
            }
          </Answer>
        </>
      )}
    </View>
  );
}
