// The checks that run sequences, by the names that stand in replay tokens:
//   claims           every claim, along sequences of the model
//   claims:port      the same, and the port in lockstep
//   agreement:port   the model in lockstep with the port
//   agreement:FAULT  the model in lockstep with the model or the port that has a planted fault
//   finding:NAME     one expectation that the model is known to break
//   answers:port     as agreement, but the whole state is looked at only at the end: what the port has put off stays so until it is needed
//   answers:FAULT
//   rescan:port      as agreement, and after each operation the port's indexes are held to a rescan of its entries
//   rescan:FAULT
//   crowd-N:port     as agreement, but behind N entries, so that indexes have more than one level
//   crowd-N:FAULT
using System.Globalization;
using Checking;
using Clones;
using Harness.Claims;
using Harness.Findings;
using Harness.PlantedFaults;
using Harness.Port;

namespace Harness;

/// <summary>The checks that run sequences of operations.</summary>
public static class CloneChecks
{
    /// <summary>The name of the check of every claim along sequences of the model.</summary>
    public const string ClaimsName = "claims";

    private const string AgreementName = "agreement";
    private const string FindingName = "finding";
    private const string AnswersName = "answers";
    private const string RescanName = "rescan";
    private const string CrowdName = "crowd-";
    private const string PortName = "port";

    /// <summary>The command that replays a token, given before it.</summary>
    public const string ReplayCommand = "dotnet run --project Verify -- replay";

    /// <summary>Every claim, along sequences of the model.</summary>
    /// <returns>The check.</returns>
    public static CloneSearch Claims() => Search(ClaimsName, new CloneLockstep(CloneSpecification.Model, CloneClaims.All));

    /// <summary>Every claim along sequences of the model, and the port in lockstep, whose state nobody looks at before the end: how a path to a state is run.</summary>
    /// <returns>The check.</returns>
    public static CloneSearch ClaimsAndPort() => Search(
        $"{ClaimsName}:{PortName}", new CloneLockstep(CloneSpecification.Model, CloneClaims.All, static () => new PortSubject(), Watch.Answers));

    /// <summary>The model in lockstep with the port.</summary>
    /// <returns>The check.</returns>
    public static CloneSearch AgreementWithPort() => Agreement(PortName, static () => new PortSubject());

    /// <summary>The model in lockstep with a subject.</summary>
    /// <param name="subjectName">What the subject is called in tokens.</param>
    /// <param name="makeSubject">Makes the subject.</param>
    /// <returns>The check.</returns>
    public static CloneSearch Agreement(string subjectName, Func<ISubject<State, Operation, Response>> makeSubject) =>
        Search($"{AgreementName}:{subjectName}", new CloneLockstep(CloneSpecification.Model, [], makeSubject));

    /// <summary>The model in lockstep with a subject whose state nobody looks at before the end.</summary>
    /// <param name="subjectName">What the subject is called in tokens.</param>
    /// <param name="makeSubject">Makes the subject.</param>
    /// <returns>The check.</returns>
    public static CloneSearch Answers(string subjectName, Func<ISubject<State, Operation, Response>> makeSubject) =>
        Search($"{AnswersName}:{subjectName}", new CloneLockstep(CloneSpecification.Model, [], makeSubject, Watch.Answers));

    /// <summary>The model in lockstep with the port, whose state nobody looks at before the end.</summary>
    /// <returns>The check.</returns>
    public static CloneSearch Answers() => Answers(PortName, static () => new PortSubject());

    /// <summary>The model in lockstep with the port, whose indexes are computed again after each operation.</summary>
    /// <returns>The check.</returns>
    public static CloneSearch Rescan() => Rescan(PortName, static () => new PortSubject());

    /// <summary>The model in lockstep with a subject whose derived indexes are computed again after each operation.</summary>
    /// <param name="subjectName">What the subject is called in tokens.</param>
    /// <param name="makeSubject">Makes the subject.</param>
    /// <returns>The check.</returns>
    public static CloneSearch Rescan(string subjectName, Func<ISubject<State, Operation, Response>> makeSubject) =>
        Search($"{RescanName}:{subjectName}", new CloneLockstep(CloneSpecification.Model, [], makeSubject, Watch.Everything));

    /// <summary>The model in lockstep with a subject, behind a crowd: entries of units 0 to <paramref name="entries"/> - 1, each registered.</summary>
    /// <param name="entries">How many entries there are before the first operation; 1 to 100,000.</param>
    /// <param name="subjectName">What the subject is called in tokens.</param>
    /// <param name="makeSubject">Makes the subject.</param>
    /// <returns>The check.</returns>
    public static CloneSearch Crowd(int entries, string subjectName, Func<ISubject<State, Operation, Response>> makeSubject)
    {
        Operation[] crowd = CrowdOf(entries);
        State crowded = crowd.Aggregate(State.Initial, (state, operation) => Model.Step(state, operation).State);
        return Search(
            $"{CrowdName}{entries}:{subjectName}",
            new CloneLockstep(CloneSpecification.Model with { Initial = crowded }, [], () => Crowded(crowd, makeSubject)));
    }

    /// <summary>A subject with a crowd of entries in it.</summary>
    /// <param name="entries">How many.</param>
    /// <param name="makeSubject">Makes the subject.</param>
    /// <returns>The subject.</returns>
    public static ISubject<State, Operation, Response> Crowded(int entries, Func<ISubject<State, Operation, Response>> makeSubject)
    {
        ArgumentNullException.ThrowIfNull(makeSubject);
        return Crowded(CrowdOf(entries), makeSubject);
    }

    private static ISubject<State, Operation, Response> Crowded(Operation[] crowd, Func<ISubject<State, Operation, Response>> makeSubject)
    {
        ISubject<State, Operation, Response> subject = makeSubject();
        foreach (Operation operation in crowd)
        {
            subject.Apply(operation);
        }

        return subject;
    }

    private static Operation[] CrowdOf(int entries) =>
    [
        new Operation.Create(0, Limits.Any, Limits.DefaultDeadlineMilliseconds, ManagerFlags.Mask & ~ManagerFlags.GcRevoke & ~ManagerFlags.GcExpired),
        .. Enumerable.Range(0, entries).SelectMany(entry => new Operation[]
        {
            new Operation.Alloc(new ProcessId(entry % 7), entry, 0, MemoryFails: false),
            new Operation.Register(new EntryId(entry)),
        }),
    ];

    /// <summary>The check that a replay token names.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The check.</returns>
    /// <exception cref="KeyNotFoundException">There is no such check; the message lists the names.</exception>
    public static CloneSearch Named(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        string[] parts = name.Split(':', 2);
        return parts switch
        {
            [ClaimsName] => Claims(),
            [ClaimsName, PortName] => ClaimsAndPort(),
            [AgreementName, var subject] => Agreement(subject, SubjectNamed(subject)),
            [FindingName, var finding] => CloneFindings.Named(finding).Check(),
            [AnswersName, var subject] => Answers(subject, SubjectNamed(subject)),
            [RescanName, var subject] => Rescan(subject, SubjectNamed(subject)),
            [var crowd, var subject] when crowd.StartsWith(CrowdName, StringComparison.Ordinal)
                && int.TryParse(crowd[CrowdName.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out int entries) && entries is >= 1 and <= 100_000 => Crowd(entries, subject, SubjectNamed(subject)),
            _ => throw new KeyNotFoundException(
                $"no check is called '{name}'; there are {ClaimsName}, {ClaimsName}:{PortName}, {AgreementName}:{PortName}, {AgreementName}:FAULT, {FindingName}:NAME, {AnswersName}:{PortName}, {AnswersName}:FAULT, {RescanName}:{PortName}, {RescanName}:FAULT, {CrowdName}N:{PortName}, {CrowdName}N:FAULT"),
        };
    }

    /// <summary>Whether a check of <see cref="Named"/> drives the port, right or with a planted fault.</summary>
    /// <param name="name">The name.</param>
    /// <returns>Whether it does.</returns>
    public static bool IsOfPort(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.Split(':', 2) is [_, var subject] && (subject is PortName || PlantedFault.OfPort.Concat(PlantedFault.OfRaces).Any(fault => string.Equals(fault.Name, subject, StringComparison.Ordinal)));
    }

    private static Func<ISubject<State, Operation, Response>> SubjectNamed(string name)
    {
        if (string.Equals(name, PortName, StringComparison.Ordinal))
        {
            return static () => new PortSubject();
        }

        PlantedFault fault = PlantedFault.Named(name);
        if (fault.IsInPort)
        {
            return WrongPort.Compile(fault);
        }

        CloneSpecificationOf wrong = WrongModel.Compile(fault);
        return () => new SpecificationSubject<State, Operation, Response>(wrong);
    }

    private static CloneSearch Search(string name, CloneLockstep lockstep) =>
        new(name, lockstep, CloneDrafts.Resolve, OperationText.Format, ReplayCommand, OperationTakeOut.Without);
}
