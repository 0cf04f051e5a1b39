// Finds the tests of an assembly once in a process. xunit finds them in each run, with all their attributes, and a process that judges mutants
// runs tests for each of them: to find them took longer than most mutants live. Linked into each project that judges mutants.
using System.Reflection;
using Xunit.Sdk;
using Xunit.v3;

[assembly: Xunit.TestFramework(typeof(Mutation.Tests.TestsFoundOnce))]

namespace Mutation.Tests;

/// <summary>As xunit's framework, but it remembers the tests. The data of theories are not remembered: each run makes its own, as the mutant does.</summary>
public sealed class TestsFoundOnce : XunitTestFramework
{
    private static readonly List<ITestCase> Found = [];

    /// <inheritdoc />
    protected override ITestFrameworkDiscoverer CreateDiscoverer(Assembly assembly) => new Discoverer(base.CreateDiscoverer(assembly));

    /// <inheritdoc />
    protected override ITestFrameworkExecutor CreateExecutor(Assembly assembly) => new Executor(new XunitTestAssembly(assembly, configFilePath: null));

    private sealed class Discoverer(ITestFrameworkDiscoverer once) : ITestFrameworkDiscoverer
    {
        public ITestAssembly TestAssembly => once.TestAssembly;

        public async ValueTask Find(
            Func<ITestCase, ValueTask<bool>> callback, ITestFrameworkDiscoveryOptions discoveryOptions, Type[]? types = null, CancellationToken? cancellationToken = null)
        {
            if (Found.Count == 0)
            {
                await once.Find(Remember, discoveryOptions, types, cancellationToken);
            }

            foreach (ITestCase test in Found)
            {
                if (!await callback(test))
                {
                    return;
                }
            }
        }

        private static ValueTask<bool> Remember(ITestCase test)
        {
            Found.Add(test);
            return new(true);
        }
    }

    private sealed class Executor(IXunitTestAssembly assembly) : XunitTestFrameworkExecutor(assembly)
    {
        public override async ValueTask RunTestCases(
            IReadOnlyCollection<IXunitTestCase> testCases, IMessageSink executionMessageSink, ITestFrameworkExecutionOptions executionOptions, CancellationToken cancellationToken) =>
            await new SharpestFirst().Run(TestAssembly, [.. testCases.Select(Fresh)], executionMessageSink, executionOptions, cancellationToken);

        // A theory keeps its data, and is disposed of with them when it has run.
        private static IXunitTestCase Fresh(IXunitTestCase test) =>
            test is XunitDelayEnumeratedTheoryTestCase
                ? SerializationHelper.Instance.Deserialize<IXunitTestCase>(SerializationHelper.Instance.Serialize(test))!
                : test;
    }
}
