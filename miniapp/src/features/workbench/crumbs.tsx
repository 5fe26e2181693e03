import { Text, View } from '@tarojs/components';

import { Icon } from '@/components/icon';
import { Pressable } from '@/components/pressable';

import './workbench.scss';

interface CrumbsProps {
  /** From the top down to where one is. */
  trail: string[];
  /** Back to depth 0 (all), 1, … */
  onBack: (depth: number) => void;
}

/** The way down a tree, each step a way back. */
export function Crumbs({ trail, onBack }: CrumbsProps) {
  return (
    <View className="work-crumbs">
      {['全部', ...trail].map((name, depth, all) =>
        depth === all.length - 1 ? (
          <Text className="work-crumb-now" key={depth}>
            {name}
          </Text>
        ) : (
          <View className="row" key={depth}>
            <Pressable className="work-crumb" role="link" label={`回到${name}`} onTap={() => onBack(depth)}>
              {name}
            </Pressable>
            <Icon name="right" size={14} />
          </View>
        ),
      )}
    </View>
  );
}
