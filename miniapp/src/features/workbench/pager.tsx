import { Text, View } from '@tarojs/components';

import { Button } from '@/components/button';

import './workbench.scss';

interface PagerProps {
  page: number;
  size: number;
  total: number;
  /** What is counted: `人`, `条`. */
  unit: string;
  onPage: (page: number) => void;
}

/** Which part of a long list this is, and the way to the next. Nothing when all of it is on screen. */
export function Pager({ page, size, total, unit, onPage }: PagerProps) {
  if (total <= size) return null;
  const last = Math.ceil(total / size);
  return (
    <View className="work-pager">
      <Text className="sub num grow">
        第 {(page - 1) * size + 1}–{Math.min(page * size, total)} {unit}，一共 {total} {unit}
      </Text>
      {page > 1 && (
        <Button size="small" icon="left" onTap={() => onPage(page - 1)}>
          上一页
        </Button>
      )}
      {page < last && (
        <Button size="small" onTap={() => onPage(page + 1)}>
          下一页
        </Button>
      )}
    </View>
  );
}
