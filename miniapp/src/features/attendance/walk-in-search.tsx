import { useQuery } from '@tanstack/react-query';
import { View } from '@tarojs/components';
import { useState } from 'react';

import { Answer } from '@/components/answer';
import { Button } from '@/components/button';
import { Item, List } from '@/components/card';
import { TextField } from '@/components/field';
import { Section } from '@/components/section';

import { walkInsQuery } from './attendance.api';
import type { WalkIn } from './use-ticks';

interface WalkInSearchProps {
  activityId: string;
  /** Those on the list already, who need not be added again. */
  listed: ReadonlySet<string>;
  onAdd: (walkIn: WalkIn) => void;
}

/** Finds people who came without signing up. Only whole names, passbook numbers and phone numbers are looked up. */
export function WalkInSearch({ activityId, listed, onAdd }: WalkInSearchProps) {
  const [typed, setTyped] = useState('');
  const [asked, setAsked] = useState('');
  const query = useQuery(walkInsQuery(activityId, asked));
  const look = () => setAsked(typed.trim());
  return (
    <Section title="没报名也来了" remark="找到以后加进名单">
      <TextField
        label="找人"
        value={typed}
        onChange={setTyped}
        onDone={look}
        placeholder="姓名全称、存折号或手机号"
        hint="要写全名，只写姓找不到"
      />
      <Button icon="search" off={!typed.trim() && '先写要找的人'} onTap={look}>
        找这个人
      </Button>
      {asked && (
        <View className="sheet-found">
          <Answer query={query} what="名册">
            {({ items }) =>
              items.length === 0 ? (
                <View className="sub">社区名册里没有「{asked}」。请核对全名，或用存折上的号码找。</View>
              ) : (
                <List tight>
                  {items.map(({ residentId, maskedName, address, birthYear }) => (
                    <Item
                      key={residentId}
                      title={maskedName}
                      lines={[[birthYear && `${birthYear} 年生`, address].filter(Boolean).join('，')]}
                      action={
                        <Button
                          size="small"
                          icon="plus"
                          off={listed.has(residentId) && '已在名单里'}
                          label={`加上${maskedName}，${address}`}
                          onTap={() => {
                            onAdd({ residentId, name: maskedName, address });
                            setTyped('');
                            setAsked('');
                          }}
                        >
                          加上
                        </Button>
                      }
                    />
                  ))}
                </List>
              )
            }
          </Answer>
        </View>
      )}
    </Section>
  );
}
