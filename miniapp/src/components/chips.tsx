import { ScrollView, View } from '@tarojs/components';

import { a11y } from '@/lib/a11y';

import { classes } from './classes';
import { Pressable } from './pressable';
import './chips.scss';

interface ChipsProps<T extends string> {
  /** What is being chosen, for a screen reader. */
  label: string;
  options: readonly { value: T; text: string }[];
  value: T;
  onChange: (value: T) => void;
}

/** One choice in a row that scrolls sideways; below each other in elder mode. The chosen one is filled with ink. */
export function Chips<T extends string>({ label, options, value, onChange }: ChipsProps<T>) {
  return (
    <ScrollView scrollX enhanced showScrollbar={false} className="chips">
      <View className="chips-row" {...a11y({ role: 'radiogroup', label })}>
        {options.map((option) => (
          <Pressable
            key={option.value}
            className={classes('chip', option.value === value && 'on')}
            role="radio"
            checked={option.value === value}
            onTap={() => onChange(option.value)}
          >
            {option.text}
          </Pressable>
        ))}
      </View>
    </ScrollView>
  );
}
