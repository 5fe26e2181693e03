import { Input, Text, View } from '@tarojs/components';
import type { PropsWithChildren } from 'react';

import { a11y } from '@/lib/a11y';
import { useWide } from '@/lib/wide';

import { classes } from './classes';
import { type Option, PickerField } from './field';
import { Icon } from './icon';
import { Pressable } from './pressable';
import './filter-bar.scss';

interface FilterBarProps {
  /** Finds in what is listed. */
  search?: { label: string; value: string; onChange: (value: string) => void };
}

/** Search and filters above a list: one row at the desk, below each other on a phone. */
export function FilterBar({ search, children }: PropsWithChildren<FilterBarProps>) {
  return (
    <View className="filters" {...a11y({ role: 'search' })}>
      {search && (
        <View className="filter-search">
          <Icon name="search" size={20} />
          {process.env.TARO_ENV === 'h5' ? (
            <input
              className="filter-input"
              type="search"
              aria-label={search.label}
              placeholder={search.label}
              value={search.value}
              onChange={(event) => search.onChange(event.target.value)}
            />
          ) : (
            <Input
              className="filter-input"
              placeholder={search.label}
              value={search.value}
              onInput={(event) => search.onChange(event.detail.value)}
              {...a11y({ label: search.label })}
            />
          )}
        </View>
      )}
      {children}
    </View>
  );
}

interface FilterProps<T extends string> {
  label: string;
  options: readonly Option<T>[];
  value: T;
  onChange: (value: T) => void;
}

/** One filter; the first option is the open one (全部网格). */
export function Filter<T extends string>(props: FilterProps<T>) {
  return (
    <View className="filter">
      <PickerField {...props} />
    </View>
  );
}

interface TabsProps<T extends string> {
  label: string;
  tabs: readonly { value: T; text: string; count?: number }[];
  value: T;
  onChange: (value: T) => void;
}

/** Views of one list, each with its count. */
export function Tabs<T extends string>({ label, tabs, value, onChange }: TabsProps<T>) {
  const wide = useWide();
  return (
    <View className={classes('tabs', !wide && 'narrow')} {...a11y({ role: 'tablist', label })}>
      {tabs.map((tab) => (
        <Pressable
          key={tab.value}
          className={classes('tabs-tab', tab.value === value && 'on')}
          role="tab"
          selected={tab.value === value}
          onTap={() => onChange(tab.value)}
        >
          <Text>{tab.text}</Text>
          {tab.count !== undefined && <Text className="tabs-count num">{tab.count}</Text>}
        </Pressable>
      ))}
    </View>
  );
}
