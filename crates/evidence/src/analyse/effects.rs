//! Estimates that the designs share: each fits one model and says what it rests on.

pub(super) mod errors;

use super::answer::{InSubgroup, Ranked, Scale, Standing, Strength, Subgroups};
use super::plan::Subgroup;
use super::study::{SERVICE, Study};
use crate::finding::{Basis, CannotSay, Estimate};
use crate::interval::Level;
use crate::linear::{self, CONSTANT, Coefficient, Design, LinearFit, Rows};
use crate::mixed::{Criterion, Freedom, Grouping, MixedModel};
use errors::{Clusters, Errors};

/// A column of more groups than this is not listed group by group.
pub(super) const MOST_GROUPS: usize = 20;

/// One model to be fitted.
pub(super) struct Model<'a> {
    pub(super) name: &'a str,
    pub(super) strength: Strength,
    /// The columns beside the service.
    pub(super) columns: &'a [String],
    /// How much each row counts; each alike where there is nothing.
    pub(super) weights: Option<&'a [f64]>,
    /// Whether the plan's clusters are left out of account.
    pub(super) ignores_clusters: bool,
}

impl Study<'_> {
    /// The clusters that the standard errors of this model allow for.
    fn clusters_of(&self, model: &Model) -> Option<Clusters<'_>> {
        let (column, of) = (self.plan.clusters.as_ref()?, self.clusters.as_ref()?);
        (!model.ignores_clusters).then_some(Clusters { column, of })
    }

    /// The weights of a model without response weights: those of the survey, where there are any.
    fn plain_weights(&self) -> Option<&[f64]> {
        self.has_survey().then_some(self.survey.as_slice())
    }
}

/// The difference that the service makes, the model's columns held equal.
pub(super) fn effect(
    study: &Study,
    outcome: &[Option<f64>],
    model: &Model,
) -> Result<Ranked, CannotSay> {
    let design = study.design(model.columns, true)?;
    let weights = model.weights.or_else(|| study.plain_weights());
    let fit = linear::fit(&Rows { design: &design, outcome, weights, offset: None })?;
    let errors = Errors::of(&fit, study.clusters_of(model), weights.is_some());
    let errors = errors.between(&fit, &study.arm)?;
    let estimate = named(&errors.coefficients(&fit)?, SERVICE)?;
    let held = match model.columns {
        [] => String::new(),
        columns => format!(", held equal: {}", columns.join(", ")),
    };
    let how = format!("Least squares{held}. {}", errors.convention());
    ranked(model, (&fit, &errors), estimate, how)
}

/// The average change of the rows for which `is_in` holds.
pub(super) fn change(
    study: &Study,
    changes: &[Option<f64>],
    is_in: impl Fn(usize) -> bool,
    model: &Model,
) -> Result<Ranked, CannotSay> {
    let rows: Vec<usize> = (0..study.rows()).filter(|row| is_in(*row)).collect();
    let outcome: Vec<Option<f64>> = rows.iter().map(|row| changes[*row]).collect();
    let design = Design::with_constant(rows.len());
    let weights = model.weights.or_else(|| study.plain_weights());
    let weights: Option<Vec<f64>> = weights.map(|all| rows.iter().map(|row| all[*row]).collect());
    let clusters: Option<Vec<u64>> =
        study.clusters.as_ref().map(|all| rows.iter().map(|row| all[*row]).collect());
    let fit = linear::fit(&Rows {
        design: &design,
        outcome: &outcome,
        weights: weights.as_deref(),
        offset: None,
    })?;
    let clusters = study.clusters_of(model).zip(clusters.as_deref());
    let clusters = clusters.map(|(all, of)| Clusters { of, ..all });
    let errors = Errors::of(&fit, clusters, weights.is_some());
    let estimate = named(&errors.coefficients(&fit)?, CONSTANT)?;
    let how = format!("Average of each person’s later answer less their first. {}", {
        errors.convention()
    });
    ranked(model, (&fit, &errors), estimate, how)
}

fn named(all: &[Coefficient], name: &str) -> Result<Estimate, CannotSay> {
    let found = all.iter().find(|one| one.name == name);
    found.map(|one| one.estimate).ok_or_else(|| linear::not_there(name))
}

fn ranked(
    model: &Model,
    (fit, errors): (&LinearFit, &Errors),
    estimate: Estimate,
    convention: String,
) -> Result<Ranked, CannotSay> {
    let mut warnings = fit.warnings.clone();
    warnings.extend(fit.covariance_warning(&errors.covariance));
    Ok(Ranked {
        name: model.name.to_owned(),
        strength: model.strength,
        standing: Standing::Weaker,
        why: String::new(),
        scale: Scale::Difference,
        estimate,
        basis: fit.basis,
        convention,
        model: errors.coefficients(fit)?,
        warnings,
    })
}

/// A level for each cluster, drawn towards the average (random intercept), columns held equal.
pub(super) fn mixed(
    study: &Study,
    outcome: &[Option<f64>],
    clusters: &[u64],
    model: &Model,
) -> Result<Ranked, CannotSay> {
    let design = study.design(model.columns, true)?;
    let constant = Design::with_constant(study.rows());
    let groups: Vec<Option<u64>> = clusters.iter().copied().map(Some).collect();
    let random = [Grouping { name: "cluster", groups: &groups, effects: &constant }];
    let fit = MixedModel { outcome, design: &design, random: &random }.fit(Criterion::Reml)?;
    let found = fit.finding(Freedom::Satterthwaite, Level::P95)?;
    let estimate = *found.find_effect(SERVICE).ok_or_else(|| {
        CannotSay::because(
            "The service cannot be told apart from the other columns.",
            "Leave out a column that says the same.",
        )
    })?;
    Ok(Ranked {
        name: model.name.to_owned(),
        strength: model.strength,
        standing: Standing::Supports,
        why: String::new(),
        scale: Scale::Difference,
        estimate,
        basis: found.basis,
        convention: found.convention,
        model: found.coefficients,
        warnings: found.warnings,
    })
}

/// The effect on everybody, those who did not answer included, when it may slope along columns.
///
/// Standardisation (g-computation): the model's difference with and without the service, averaged
/// over everybody with complete columns; its range by the delta method, columns taken as given.
pub(super) fn standardised(
    study: &Study,
    outcome: &[Option<f64>],
    strength: Strength,
) -> Result<Ranked, CannotSay> {
    let with = sloped(study, &study.arm)?;
    let (ones, noughts) = (vec![1.0; study.rows()], vec![0.0; study.rows()]);
    let (served, unserved) = (sloped(study, &ones)?, sloped(study, &noughts)?);
    let weights = study.plain_weights();
    let fit = linear::fit(&Rows { design: &with, outcome, weights, offset: None })?;
    let names = with.names();
    let places: Vec<usize> = fit
        .names
        .iter()
        .filter_map(|name| names.iter().position(|column| column == name))
        .collect();
    let mut contrast = vec![0.0; places.len()];
    let mut total = 0.0;
    for row in 0..study.rows() {
        let (Some(one), Some(nought)) = (served.row(row), unserved.row(row)) else { continue };
        let weight = study.survey[row];
        total += weight;
        for (sum, place) in contrast.iter_mut().zip(&places) {
            *sum += weight * (one[*place] - nought[*place]);
        }
    }
    contrast.iter_mut().for_each(|sum| *sum /= total);
    let model = Model {
        name: "Standardised to everybody",
        strength,
        columns: &[],
        weights: None,
        ignores_clusters: false,
    };
    let errors = Errors::of(&fit, study.clusters_of(&model), true).between(&fit, &study.arm)?;
    let matrix = fit.covariance(&errors.covariance)?;
    let value: f64 = contrast.iter().zip(&fit.effects).map(|(c, effect)| c * effect).sum();
    let direction = nalgebra::DVector::from_vec(contrast);
    let se = direction.dot(&(&matrix * &direction)).max(0.0).sqrt();
    let df = errors.degrees_of_freedom(&fit);
    let estimate = Estimate::student(value, Some(se), df, Level::P95);
    let how = format!(
        "Least squares with the effect free to slope along the subgroups, averaged over everybody \
         (g-computation). {}",
        errors.convention()
    );
    ranked(&model, (&fit, &errors), estimate, how)
}

/// All columns, and the service times each subgroup that is a number around a centre.
fn sloped(study: &Study, arm: &[f64]) -> Result<Design, CannotSay> {
    let mut design = Design::with_constant(study.rows()).numbers(SERVICE, arm);
    let slopes: Vec<&Subgroup> =
        study.plan.subgroups.iter().filter(|subgroup| subgroup.centre.is_some()).collect();
    let is_sloped = |column: &str| slopes.iter().any(|one| one.column == column);
    for column in study.adjusted().iter().filter(|column| !is_sloped(column)) {
        design = study.add(design, column)?;
    }
    for subgroup in slopes {
        let centre = subgroup.centre.unwrap_or_default();
        let around: Vec<Option<f64>> = study
            .table
            .numbers(&subgroup.column)?
            .into_iter()
            .map(|value| value.map(|value| value - centre))
            .collect();
        let product: Vec<Option<f64>> =
            around.iter().zip(arm).map(|(value, arm)| value.map(|value| value * arm)).collect();
        design = design.column(&subgroup.column, around);
        design = design.column(&slope_name(&subgroup.column), product);
    }
    Ok(design)
}

fn slope_name(column: &str) -> String {
    format!("{SERVICE} × {column}")
}

/// The effect in each group of a column, and its slope where the column is a number.
pub(super) fn subgroups(
    study: &Study,
    outcome: &[Option<f64>],
    subgroup: &Subgroup,
) -> Result<Subgroups, CannotSay> {
    let columns: Vec<String> =
        study.plan.before().map(|wave| wave.column.clone()).into_iter().collect();
    let mut groups = Vec::new();
    let mut how: Option<String> = None;
    let all = study.groups(&subgroup.column)?;
    let is_listed = all.len() <= MOST_GROUPS;
    if !is_listed && subgroup.centre.is_none() {
        return Err(CannotSay::because(
            format!("“{}” has {} groups: too many to tell apart.", subgroup.column, all.len()),
            format!(
                "Name a column with at most {MOST_GROUPS} groups; for a column of numbers add \
                 centre = so that the effect may slope along it."
            ),
        ));
    }
    for (value, rows) in all.into_iter().filter(|_| is_listed) {
        // Everybody else's outcome is set aside, so that the same model serves.
        let mut here = vec![None; outcome.len()];
        rows.iter().for_each(|row| here[*row] = outcome[*row]);
        let model = Model {
            name: &value,
            strength: Strength::Unadjusted,
            columns: &columns,
            weights: None,
            ignores_clusters: false,
        };
        let used = here.iter().flatten().count();
        let basis = Basis { used, missing: rows.len() - used };
        let found = effect(study, &here, &model).ok();
        let estimate = found.as_ref().map(|found| found.estimate);
        how = how.or(found.map(|found| format!("In each group: {}", found.convention)));
        groups.push(InSubgroup { group: value, estimate, basis });
    }
    let (mut slope, mut model) = (None, Vec::new());
    if subgroup.centre.is_some() {
        let design = sloped(study, &study.arm)?;
        let weights = study.plain_weights();
        let fit = linear::fit(&Rows { design: &design, outcome, weights, offset: None })?;
        let clusters = study.plan.clusters.as_ref().zip(study.clusters.as_ref());
        let clusters = clusters.map(|(column, of)| Clusters { column, of });
        let errors = Errors::of(&fit, clusters, weights.is_some()).between(&fit, &study.arm)?;
        model = errors.coefficients(&fit)?;
        slope = named(&model, &slope_name(&subgroup.column)).ok();
        let sloped = format!("The slope: every column held equal. {}", errors.convention());
        how = Some(how.into_iter().chain([sloped]).collect::<Vec<_>>().join(" "));
    }
    let convention = how.unwrap_or("No group can be told.".to_owned());
    Ok(Subgroups { column: subgroup.column.clone(), groups, slope, model, convention })
}
