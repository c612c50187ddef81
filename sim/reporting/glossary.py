"""The words of the report in both languages, with what exactly they mean: (zh, en, definition zh, definition en)."""

ENTRIES: tuple[tuple[str, str, str, str], ...] = (
    (
        "履约率",
        "Fulfilment rate",
        "完整到手的订单 ÷ 应交订单（已付清，且在承诺时间前未被顾客取消）。",
        "Orders delivered complete ÷ orders owed (paid in full and not cancelled by the customer before the promise).",
    ),
    (
        "滚动履约率",
        "Rolling fulfilment",
        "近 24 小时内到期的应交订单中按时完整到手的份额。",
        "Share delivered in time and complete of the orders that fell due in the last 24 hours.",
    ),
    (
        "交付时长",
        "Lead time",
        "从付清到顾客拿到手；P50 / P95 为中位数与第 95 百分位。",
        "From paid in full to the customer's hands; P50 / P95 are its median and 95th percentile.",
    ),
    ("最低点", "Lowest point", "冲击后滚动履约率的最低值。", "The lowest rolling fulfilment after the shock."),
    (
        "恢复时间",
        "Time to recover",
        "从冲击开始到重新达到恢复水平并保持规定时长。",
        "From the beginning of the shock until the recovery level is reached again and held for the stated time.",
    ),
    (
        "损失面积",
        "Loss area",
        "无冲击孪生与受冲击运行的履约曲线之间的面积。",
        "Area between the fulfilment curves of the unshocked twin and of the shocked run.",
    ),
    (
        "孪生",
        "Twin",
        "同一重复、同一随机数、没有冲击的运行。",
        "The run of the same replication and random numbers without the shock.",
    ),
    (
        "预案",
        "Response plan",
        "触发 → 发现延迟 → 决策延迟 → 启动延迟 → 动作，带成本。",
        "Trigger, detection delay, decision delay, start-up delay, action; with its cost.",
    ),
    (
        "峰值 4 小时利用率",
        "Peak-4h utilisation",
        "最忙的连续 4 小时（供应商和干线：最忙一天）里用掉的可用能力的份额。",
        "Share of the available capacity in use during the busiest four hours in a row; suppliers and lanes: a day.",
    ),
    (
        "最先到顶",
        "Binds first",
        "最早达到能力上限的资源；有冲击时，指冲击开始后在无冲击的同一时段里并未到顶的资源。",
        "The resource that reaches its capacity first; under a shock, from then on, and not without the shock as well.",
    ),
    (
        "95 % 区间",
        "95 % interval",
        "重复抽样下有 95 % 把握包含真实均值的范围；只反映运气，不反映假设的对错。",
        "A range that covers the true mean in 95 % of repetitions; it speaks of luck, not of wrong assumptions.",
    ),
    (
        "10–90 % 带",
        "10–90 % band",
        "各次重复中间八成的范围。",
        "The range of the middle eighty per cent of replications.",
    ),
    ("n", "n", "该数字所依据的重复次数。", "Number of replications behind a number."),
    (
        "P / S / M / U",
        "P / S / M / U",
        "HSEEP 评级：无障碍完成、有些困难、困难重重、未能完成。",
        "HSEEP ratings: performed without, with some, with major challenges; unable to be performed.",
    ),
    (
        "评分",
        "Readiness score",
        "0–100，按声明的权重由各场景指标合成。",
        "0-100, from the scenarios' measures by declared weights.",
    ),
)
