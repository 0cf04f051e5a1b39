// The checks that run sequences, by the names that stand in replay tokens:
//   claims           every claim, along sequences of the model
//   agreement        the model in lockstep with a subject
//   agreement:FAULT  the model in lockstep with the model that has a planted fault
using Checking;
using Clones;
using Harness.Claims;
using Harness.PlantedFaults;

namespace Harness;

/// <summary>The checks that run sequences of operations.</summary>
public static class CloneChecks
{
    private const string ClaimsName = "claims";
    private const string AgreementName = "agreement";

    /// <summary>The command that replays a token, given before it.</summary>
    public const string ReplayCommand = "dotnet run --project Verify -- replay";

    /// <summary>Every claim, along sequences of the model.</summary>
    /// <returns>The check.</returns>
    public static CloneSearch Claims() => Search(ClaimsName, new CloneLockstep(CloneSpecification.Model, CloneClaims.All));

    /// <summary>The model in lockstep with a subject.</summary>
    /// <param name="subjectName">What the subject is called in tokens.</param>
    /// <param name="makeSubject">Makes the subject.</param>
    /// <returns>The check.</returns>
    public static CloneSearch Agreement(string subjectName, Func<ISubject<State, Operation, Response>> makeSubject) =>
        Search($"{AgreementName}:{subjectName}", new CloneLockstep(CloneSpecification.Model, [], makeSubject));

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
            [AgreementName, var fault] => Agreement(fault, WrongSubject(fault)),
            _ => throw new KeyNotFoundException($"no check is called '{name}'; there are {ClaimsName} and {AgreementName}:FAULT"),
        };
    }

    private static Func<ISubject<State, Operation, Response>> WrongSubject(string fault)
    {
        CloneSpecificationOf wrong = WrongModel.Compile(PlantedFault.Named(fault));
        return () => new SpecificationSubject<State, Operation, Response>(wrong);
    }

    private static CloneSearch Search(string name, CloneLockstep lockstep) =>
        new(name, lockstep, CloneDrafts.Resolve, OperationText.Format, ReplayCommand, OperationTakeOut.Without);
}
