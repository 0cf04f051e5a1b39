// The order in which tests judge mutants. A mutant is dead with the first test that fails, so those come first that take little and see
// much; those that explore at length, replay recordings or run whole sequences come last. Linked into each project that judges mutants.
using Xunit;
using Xunit.v3;

// Within a class in the order of the source. Otherwise it is that of hashes of names, the path of the assembly among them: two clones
// would judge by different tests.
[assembly: TestMethodOrderer<UnorderedTestMethodOrderer>]
[assembly: TestCaseOrderer<UnorderedTestCaseOrderer>]

namespace Mutation.Tests;

/// <summary>Tests come first or last that are listed, by their class or by their class and method, in this order; the others by class.</summary>
public sealed class SharpestFirst : XunitTestAssemblyRunner
{
    private static readonly string[] First =
    [
        // what many others rest on: where it is wrong, those fail, wait, loop or crash as their threads meet, and these fail
        "BatonTests", "RealThreadRunsTests.A_run_is_over_when_its_threads_are", "StandInTests.At_rest_a_number_is_what_was_made_of_it",
        "ScheduleExplorerTests.A_program_of_one_thread_runs_on_the_callers_only",

        // of the explorer
        "FindingTests", "CountTests", "EndTests", "LitmusTests",
    ];

    private static readonly string[] Last =
    [
        // what takes long for how seldom it is the first to see a mutant, by the test runs of whole mutation runs
        "FindingTests.No_strategy_finds_anything_in_a_right_counter", "FindingTests.A_loop_that_nobody_can_end_is_a_livelock",
        "FindingTests.A_thread_that_waits_in_a_loop_is_told_with_its_place_and_leaves_the_exploration_undecided",
        "CountTests.The_reduced_exploration_has_the_published_number_of_executions", "ShrunkInterleavingTests.The_fewest_preemptions_are_found_up_to_three",
        "ComponentThreadsTests.Pairs_end_at_the_first_that_fails", "ComponentThreadsTests.What_only_weak_memory_shows_is_found_again_from_its_token",
        "ComponentThreadsTests.An_interleaving_that_fails_is_shown_and_found_again_from_its_token",
        "ComponentThreadsTests.From_every_state_every_pair_of_operations_is_run_that_may_meet",
        "StandInTests.Numbers_come_to_what_the_originals_say_at_rest_and_under_control",
        "NestingTests.Only_what_cannot_run_on_top_of_each_other_is_done_again", "ComponentThreadsTests.What_leaves_a_scenario_undecided_is_said",

        // of the explorer
        "InterleavingSearchTests", "StrategyTests", "PlainLoopTests",
        "EndTests.Who_is_stopped_by_the_bound_and_waits_in_a_loop_for_somebody_who_has_ended_is_a_livelock",
        "DataRaceTests.A_race_is_told_where_two_accesses_are_not_ordered_and_nowhere_else", "DataRaceTests.The_same_is_told_where_plain_accesses_are_no_scheduling_points",
        "LitmusTests.Two_readers_agree_on_the_order_of_two_writes_of_one_location", "HappensBeforeTests",
        "NestingTests.Threads_that_run_on_top_of_each_other_are_explored_as_those_that_run_beside_each_other",
        "ScheduleExplorerTests.An_execution_may_have_any_number_of_accesses",
        "ScheduleExplorerTests.A_program_in_which_the_collector_always_runs_is_refused", "ReductionTests", "WeakMemoryTests",
        "LitmusTests.Two_readers_with_full_fences_see_two_writers_in_one_order",
        "PlainLoopTests.A_million_plain_accesses_are_no_loop_yet", "WeakMemoryTests.The_outcomes_are_those_that_the_axioms_allow",

        // of the kit
        "ScheduleDiscoveryTests", "LimitTests", "ForesightCostTests", "CheckerProperties", "ForesightTests", "EstimateTests", "LongestOrderTests",
        "ForesightTests.An_order_that_is_foreseen_is_kept_to",
        "LimitTests.The_memory_limit_holds_inside_a_search", "CostTests.What_is_open_for_long_costs_as_much_in_a_second_word_as_in_the_first",

        // of the weaver: they compile, and the runtime goes on compiling the compiler behind them
        "WeavingTests", "ControlledCopyTests", "WeavingTests.What_nobody_shares_is_left_alone",

        // of the port
        "LoadedPortTests", "CrowdTests", "MutantTests",
    ];

    /// <inheritdoc />
    protected override List<(IXunitTestCollection Collection, List<IXunitTestCase> TestCases)> OrderTestCollections(XunitTestAssemblyRunnerContext ctxt) =>
    [
        .. ctxt.TestCases.GroupBy(static test => (Class: test.TestClass.TestClassName, Rank: Rank(test)))
            .OrderBy(static tests => tests.Key.Rank).ThenBy(static tests => tests.Key.Class, StringComparer.Ordinal)
            .Select(static tests => (tests.First().TestCollection, tests.ToList())),
    ];

    private static int Rank(IXunitTestCase test)
    {
        string name = $"{test.TestClass.TestClassSimpleName}.{test.TestMethod.MethodName}";
        return PlaceIn(Last) is >= 0 and int last ? last + 1
            : PlaceIn(First) is >= 0 and int first ? first - First.Length
            : 0;

        int PlaceIn(string[] listed) => Array.FindLastIndex(listed, start => name.StartsWith(start, StringComparison.Ordinal));
    }
}
